import Cryptography
import Desk
import DeskAPI
import DeskTesting
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import WebAPI

@Suite("Secrets in the API's answers")
struct SecretFieldTests {
    /// Names that a field with a secret in it would have.
    private static let suspicious = [
        "password", "passwd", "secret", "token", "hash", "digest", "key", "credential", "salt",
    ]

    /// Every field of an answer, by its path.
    private static func fields(_ value: Any, _ path: String = "") -> [String] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { name, value in
                ["\(path)/\(name)"] + fields(value, "\(path)/\(name)")
            }
        case let list as [Any]: list.flatMap { fields($0, path) }
        default: []
        }
    }

    @Test("are none, but for the token that a log-in or its making shows once")
    func schema() async throws {
        var eva = StaffIdentity.ada
        eva.id = "eva"
        eva.roles = [.administrator, .agent]
        try await withAPI(as: "eva", directory: ChangingStaff([eva])) { caller, house in
            let (ticket, tag) = try await caller.open()
            let one = "/v1/tickets/\(ticket.number)"
            let (_, made) = try await house.desk.createServiceToken(
                ServiceTokenDraft(name: "a", scopes: ["tickets:read"]),
                as: nil
            )
            let calls: [(HTTPRequest.Method, String, String?, [String: String])] = [
                (.get, "/v1/session", nil, [:]), (.get, "/v1/sessions", nil, [:]),
                (.get, "/v1/tokens", nil, [:]), (.get, "/v1/access-records", nil, [:]),
                (.get, "/v1/change-records", nil, [:]),
                (.get, "/v1/tickets", nil, [:]), (.get, one, nil, [:]),
                (.patch, one, #"{"priority":"high"}"#, ["If-Match": tag]),
                (.post, "\(one)/messages", #"{"kind":"note","body":"x"}"#, [:]),
                (.get, "\(one)/messages", nil, [:]), (.get, "\(one)/history", nil, [:]),
                (.get, "\(one)/suggestions", nil, [:]), (.get, "/v1/articles", nil, [:]),
                (.post, "/v1/matches", #"{"text":"lösenord"}"#, [:]),
                (.get, "/v1/destinations", nil, [:]), (.get, "/healthz", nil, [:]),
                (.delete, "/v1/sessions", nil, [:]), (.get, "/nowhere", nil, [:]),
            ]
            for (method, path, body, headers) in calls {
                let answer = try await caller.call(
                    method,
                    path,
                    body,
                    headers: headers.merging(["Content-Type": Self.mediaType(method)]) { one, _ in
                        one
                    }
                )
                let value = try JSONSerialization.jsonObject(
                    with: Data(answer.body.readableBytesView)
                )
                for field in Self.fields(value) {
                    let name = field.split(separator: "/").last?.lowercased() ?? ""
                    let isSuspicious = Self.suspicious.contains { name.contains($0) }
                    #expect(!isSuspicious, "\(method) \(path): \(field)")
                }
                let text = String(buffer: answer.body)
                #expect(!text.contains(caller.token ?? "none"))
                #expect(!text.contains("hds_"))
            }
            #expect(made.name == "a")
        }
    }

    private static func mediaType(_ method: HTTPRequest.Method) -> String {
        method == .patch ? "application/merge-patch+json" : "application/json"
    }
}
