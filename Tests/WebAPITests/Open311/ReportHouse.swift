import Desk
import DeskTesting
import Foundation
import FoundationXML
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

/// A city that offers services by Open311.
enum ReportHouse {
    static let root = "/open311/v2"

    /// Services after the examples of GeoReport v2, and those that differ in how they are followed.
    static let services: [CityService] = [
        CityService(
            code: "001",
            name: "Cans left out 24x7",
            about: "Cans that nobody has taken in <a day> & a night",
            keywords: ["cans", "bins"],
            group: "sanitation",
            kind: .fault,
            queue: "school"
        ),
        CityService(
            code: "DMV66",
            name: "Parkering",
            kind: .complaint,
            notice: "Du får svar inom tio arbetsdagar.",
            needsPlace: false,
            isPublic: true,
            attributes: [
                CityService.Attribute(
                    code: "WHISHETN",
                    question: "What is the ticket/tag/DL number?",
                    form: .singlevaluelist,
                    isRequired: true,
                    choices: [
                        CityService.Attribute.Choice(key: "123", name: "Ford"),
                        CityService.Attribute.Choice(key: "124", name: "Chrysler"),
                    ]
                ),
                CityService.Attribute(
                    code: "many",
                    question: "Which?",
                    form: .multivaluelist,
                    choices: ["a", "b"].map { CityService.Attribute.Choice(key: $0, name: $0) }
                ),
                CityService.Attribute(code: "since", question: "Since?", form: .datetime),
                CityService.Attribute(code: "count", question: "How many?", form: .number),
                CityService.Attribute(
                    code: "law",
                    question: "A ticket can be appealed.",
                    isAsked: false
                ),
            ]
        ),
        CityService(code: "later", name: "Senare", following: .batch, needsPlace: false),
        CityService(code: "quiet", name: "Tyst", following: .blackbox, needsPlace: false),
    ]

    static func settings(
        _ change: (inout ServiceSettings) -> Void = { _ in }
    ) -> DeskSettings {
        var settings = DeskSettings(mailDomain: "example.org")
        settings.services = ServiceSettings(
            services: services,
            jurisdiction: "city.example",
            takesAnonymous: true,
            postsPerMinuteMax: 1_000,
            readsPerMinuteMax: 1_000
        )
        settings.letters.publicURL = "https://support.example.org"
        change(&settings.services)
        return settings
    }

    /// A key of a system that files requests, or does something else.
    static func key(
        _ scope: TokenScope = .open311,
        queues: [String] = [],
        in house: TestDesk
    ) async throws -> String {
        let draft = ServiceTokenDraft(name: "app", scopes: [scope.rawValue], queues: queues)
        return try await house.desk.createServiceToken(draft, as: nil).token.text
    }
}

extension TestCaller {
    func read(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await call(.get, ReportHouse.root + path, headers: headers)
    }

    func file(_ fields: [(String, String)], as format: String = ".xml") async throws -> Answer {
        let allowed = CharacterSet.alphanumerics
        let pairs = try fields.map { name, value in
            let name = try #require(name.addingPercentEncoding(withAllowedCharacters: allowed))
            let value = try #require(value.addingPercentEncoding(withAllowedCharacters: allowed))
            return "\(name)=\(value)"
        }
        return try await call(
            .post,
            "\(ReportHouse.root)/requests\(format)",
            pairs.joined(separator: "&"),
            headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"]
        )
    }
}

extension TestCaller.Answer {
    /// The answer as libxml2 reads it.
    func xml() throws -> XMLElement {
        #expect(headers[.contentType] == "text/xml; charset=utf-8")
        let data = Data(body.readableBytesView)
        #expect(
            String(decoding: data, as: UTF8.self).hasPrefix(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            )
        )
        let document = try XMLDocument(data: data, options: [])
        return try #require(document.rootElement())
    }

    /// The answer as JSON.
    func json() throws -> Any {
        #expect(headers[.contentType] == "application/json; charset=utf-8")
        return try JSONSerialization.jsonObject(with: Data(body.readableBytesView))
    }

    /// The texts of all elements at a path.
    func texts(_ path: String) throws -> [String] {
        try xml().nodes(forXPath: path).map { $0.stringValue ?? "" }
    }

    /// What was wrong, each error's code being the status.
    func errors() throws -> [String] {
        #expect(try xml().name == "errors")
        #expect(Set(try texts("/errors/error/code")) == [String(status.code)])
        return try texts("/errors/error/description")
    }
}
