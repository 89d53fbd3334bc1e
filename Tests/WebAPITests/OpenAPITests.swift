import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import Logging
import NIOCore
import Testing

@testable import WebAPI

/// What the desk says of its API against what it does.
@Suite("The description of the API")
struct OpenAPITests {
    private static func served() async throws -> Set<String> {
        try await withDesk { house in
            let page = MetricsPage(audience: .anyone, mediaType: "text/plain") { "" }
            let api = WebAPI(
                desk: house.desk,
                checks: [],
                metricsPage: page,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            return Set(api.routes().names)
        }
    }

    @Test("has an operation for every route, and a route for every operation")
    func routes() async throws {
        let served = try await Self.served()
        let described = Set(OpenAPIDocument.operations.map(\.route))
        #expect(served.subtracting(described).sorted() == [])
        #expect(described.subtracting(served).sorted() == [])
        #expect(described.count == OpenAPIDocument.operations.count)
    }

    @Test("names every operation once")
    func names() {
        let names = OpenAPIDocument.operations.map(\.id)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z][A-Za-z]*/) != nil })
    }

    @Test("describes every part of every path")
    func parts() throws {
        let document = try OpenAPIDocument().value()
        for operation in OpenAPIDocument.operations {
            let path = OpenAPIDocument.template(operation.path)
            let item = try #require(document["paths"]?[path])
            #expect(item[operation.method.rawValue.lowercased()] != nil)
            guard case .list(let parameters) = item["parameters"] ?? .null else {
                Issue.record("\(path) has no list of parameters")
                continue
            }
            let named = parameters.map { $0["name"] ?? .null }
            let parts = path.matches(of: /\{([a-z]+)\}/).map { JSONValue.text(String($0.1)) }
            #expect(named == parts, "\(path)")
        }
    }

    @Test("names the parameters of every query that the door reads strictly, and no others")
    func queries() async throws {
        try await withAPI(as: "root") { caller, house in
            let (ticket, _) = try await caller.open()
            var count = 0
            for operation in OpenAPIDocument.operations where operation.method == .get {
                let path = operation.path.replacing(":number", with: "\(ticket.number)")
                let answer = try await caller.call(.get, "\(path)?nope=1")
                let problem = answer.problem?.errors?.first { $0.pointer == "nope" }
                guard let known = problem?.detail.firstMatch(of: /known are (.*)/)?.1 else {
                    continue
                }
                count += 1
                let named = operation.query.map(\.name).sorted()
                #expect(known == named.joined(separator: ", "), "\(operation.route)")
            }
            #expect(count > 15)
        }
    }

    @Test("refers to nothing that is not there")
    func references() throws {
        let document = try OpenAPIDocument().value()
        var references: Set<String> = []
        Self.gather(document, into: &references)
        #expect(references.count > 50)
        for reference in references {
            var found: JSONValue? = document
            for name in reference.dropFirst(2).split(separator: "/") {
                found = found?[String(name)]
            }
            #expect(found != nil, "\(reference)")
        }
    }

    @Test("says of what can be null or missing what the bodies write")
    func nullable() throws {
        let schemas = try OpenAPIDocument().value()["components"]?["schemas"]
        let ticket = schemas?["Ticket"]
        // Written as null.
        #expect(ticket?["properties"]?["assignee"]?["type"] == ["string", "null"])
        #expect(Self.required(ticket).contains("assignee"))
        #expect(
            ticket?["properties"]?["outcome"]?["enum"]
                == .list(TicketOutcome.allCases.map { .text($0.rawValue) } + [.null])
        )
        // Left out.
        let token = schemas?["Token"]
        #expect(token?["properties"]?["revoked_at"]?["type"] == "string")
        #expect(!Self.required(token).contains("revoked_at"))
        // A form may say null for what it may leave out.
        let form = schemas?["TicketForm"]
        #expect(form?["properties"]?["queue"]?["type"] == ["string", "null"])
        #expect(Self.required(form) == ["body", "channel", "citizen", "subject"])
    }

    @Test("has schemas that every example keeps to, and that real types read")
    func examples() throws {
        #expect(throws: Never.self) {
            for operation in OpenAPIDocument.operations {
                guard let example = operation.body?.example else { continue }
                let data = try JSONEncoder().encode(example)
                try Self.read(data, for: operation)
            }
        }
    }

    /// Forms that are written by hand in an example are read by their own types.
    private static func read(_ data: Data, for operation: OpenAPIDocument.Described) throws {
        switch operation.id {
        case "changeTicket": _ = try JSONDecoder().decode(TicketPatchForm.self, from: data)
        case "takeCallEvent": _ = try JSONDecoder().decode(CallEventForm.self, from: data)
        default: _ = try JSONDecoder().decode([String: JSONValue].self, from: data)
        }
    }

    @Test("refuses a note on a member that is not there")
    func unknownMember() {
        struct Wrong: Codable, SchemaNoted {
            var name: String
            static let notes: [String: SchemaNote] = ["nmae": .line(3)]
        }
        #expect(throws: SchemaProbe.UnknownMembers.self) {
            try SchemaProbe().schema(of: Wrong.self)
        }
    }

    @Test("is served, and the same every time")
    func served() async throws {
        try await withAPI(as: nil) { caller, _ in
            let answer = try await caller.call(.get, "/openapi.json")
            #expect(answer.status == .ok)
            #expect(Data(answer.body.readableBytesView) == WebAPI.description)
            let again = JSON.encoded(try OpenAPIDocument().value())
            #expect(again == WebAPI.description)
        }
    }

    private static func required(_ schema: JSONValue?) -> [String] {
        guard case .list(let names) = schema?["required"] ?? .null else { return [] }
        return names.compactMap { if case .text(let name) = $0 { name } else { nil } }
    }

    private static func gather(_ value: JSONValue, into references: inout Set<String>) {
        switch value {
        case .object(let members):
            if case .text(let reference) = members["$ref"] ?? .null { references.insert(reference) }
            for member in members.values { gather(member, into: &references) }
        case .list(let items):
            for item in items { gather(item, into: &references) }
        default: break
        }
    }
}
