import Desk
import DeskTesting
import Foundation
import FoundationXML
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("Open311's services")
struct ReportServiceTests {
    @Test("are listed in XML, member for member, and by the same names in JSON")
    func list() async throws {
        try await withAPI(as: nil, settings: ReportHouse.settings()) { caller, _ in
            for path in ["/services", "/services.xml"] {
                let answer = try await caller.read(path)
                #expect(answer.status == .ok)
                #expect(try answer.xml().name == "services")
                let first = try #require(try answer.xml().elements(forName: "service").first)
                #expect(
                    (first.children ?? []).map { $0.name } == [
                        "service_code", "service_name", "description", "metadata", "type",
                        "keywords", "group",
                    ]
                )
                #expect(
                    (first.children ?? []).map { $0.stringValue } == [
                        "001", "Cans left out 24x7",
                        "Cans that nobody has taken in <a day> & a night", "false", "realtime",
                        "cans, bins", "sanitation",
                    ]
                )
                #expect(
                    try answer.texts("//service_code") == ["001", "DMV66", "later", "quiet"]
                )
                #expect(
                    try answer.texts("//type") == ["realtime", "realtime", "batch", "blackbox"]
                )
            }
            let answer = try await caller.read("/services.json?jurisdiction_id=city.example")
            let list = try #require(try answer.json() as? [[String: Any]])
            #expect(list.count == 4)
            #expect(list[0]["service_code"] as? String == "001")
            #expect(list[0]["metadata"] as? Bool == false)
            #expect(list[1]["metadata"] as? Bool == true)
            #expect(list[1]["group"] is NSNull)
        }
    }

    @Test("say what else is asked, in the order in which it is")
    func definition() async throws {
        try await withAPI(as: nil, settings: ReportHouse.settings()) { caller, _ in
            let answer = try await caller.read("/services/DMV66.xml")
            #expect(try answer.xml().name == "service_definition")
            #expect(try answer.texts("/service_definition/service_code") == ["DMV66"])
            let attributes = "/service_definition/attributes/attribute"
            #expect(
                try answer.texts("\(attributes)/code")
                    == ["WHISHETN", "many", "since", "count", "law"]
            )
            #expect(try answer.texts("\(attributes)/order") == ["1", "2", "3", "4", "5"])
            #expect(try answer.texts("\(attributes)[1]/required") == ["true"])
            #expect(try answer.texts("\(attributes)[5]/variable") == ["false"])
            #expect(try answer.texts("\(attributes)[1]/values/value/key") == ["123", "124"])
            #expect(try answer.texts("\(attributes)[1]/values/value/name") == ["Ford", "Chrysler"])
            let json = try await caller.read("/services/DMV66.json").json()
            let definition = try #require(json as? [String: Any])
            let list = try #require(definition["attributes"] as? [[String: Any]])
            #expect(list[0]["datatype"] as? String == "singlevaluelist")
            #expect(list[0]["datatype_description"] is NSNull)
            #expect((list[0]["values"] as? [[String: String]])?.count == 2)
            let none = try await caller.read("/services/001.xml")
            #expect(try none.texts("//attribute").isEmpty)
        }
    }

    @Test("are said to be missing in the standard's own form, in either format")
    func missing() async throws {
        try await withAPI(as: nil, settings: ReportHouse.settings()) { caller, _ in
            let answer = try await caller.read("/services/nope.xml")
            #expect(answer.status == .notFound)
            #expect(try answer.errors() == ["service_code provided was not found"])
            let json = try await caller.read("/services/nope.json")
            let errors = try #require(try json.json() as? [[String: Any]])
            #expect(errors.count == 1 && errors[0]["code"] as? String == "404")
            let foreign = try await caller.read("/services.xml?jurisdiction_id=other.example")
            #expect(foreign.status == .notFound)
            #expect(try foreign.errors() == ["jurisdiction_id provided was not found"])
            #expect(try await caller.read("/services.xml?jurisdiction_id=").status == .ok)
        }
    }

    @Test("are found by the discovery, which says where and in which formats")
    func discovery() async throws {
        try await withAPI(as: nil, settings: ReportHouse.settings()) { caller, _ in
            for path in ["/discovery", "/discovery.xml"] {
                let answer = try await caller.read(path)
                #expect(try answer.xml().name == "discovery")
                #expect(
                    try answer.texts("/discovery/endpoints/endpoint/url")
                        == ["https://support.example.org/open311/v2"]
                )
                #expect(try answer.texts("//format") == ["text/xml", "application/json"])
                for changeset in try answer.texts("//changeset") {
                    #expect(CityTime.w3(changeset) != nil)
                }
            }
            let json = try await caller.read("/discovery.json").json()
            #expect((json as? [String: Any])?["endpoints"] is [[String: Any]])
        }
    }

    @Test("are none where the city offers none")
    func nothing() async throws {
        try await withAPI(as: nil) { caller, _ in
            for path in ["/services", "/services/001", "/requests.xml", "/requests/1", "/tokens/x"]
            {
                let answer = try await caller.read(path)
                #expect(answer.status == .notFound)
                #expect(try answer.errors() == ["No service is offered here."])
            }
            let filed = try await caller.file([("service_code", "001")])
            #expect(filed.status == .notFound)
        }
    }

    @Test("are read so often in a minute, and no more")
    func readRate() async throws {
        let settings = ReportHouse.settings { $0.readsPerMinuteMax = 3 }
        try await withAPI(as: nil, settings: settings) { caller, _ in
            for _ in 0..<3 { #expect(try await caller.read("/services").status == .ok) }
            let answer = try await caller.read("/requests.xml")
            #expect(answer.status == .tooManyRequests)
            #expect(try answer.errors().count == 1)
            #expect(answer.headers[.retryAfter] != nil)
        }
    }
}
