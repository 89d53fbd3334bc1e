import Foundation
import Synchronization

/// What is told to a webhook, for a ``ScriptedServer``.
public final class WebhookReceiver: Sendable {
    /// One request, with its body.
    public struct Request: Sendable {
        /// As it came.
        public let text: String

        /// The value of a header field; its name in lower case.
        public func header(_ name: String) -> String? {
            text.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("\(name): ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }

        /// What follows the header.
        public var body: String {
            text.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n")
        }
    }

    private struct State {
        var requests: [Request] = []
        var answer: String
    }

    /// Thanks for it.
    public static let thanks = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"
    /// Cannot take it.
    public static let refusal =
        "HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"

    private let state: Mutex<State>

    /// Answers everything with that, until told otherwise.
    public init(_ answer: String = thanks) { state = Mutex(State(answer: answer)) }

    /// Those that were whole, in order.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// The last one as it came; empty when there was none.
    public var text: String { requests.last?.text ?? "" }

    /// What follows the header of the last one.
    public var body: String { requests.last?.body ?? "" }

    /// The value of a header field of the last one; the name in lower case.
    public func header(_ name: String) -> String? { requests.last?.header(name) }

    /// Answers so from now on.
    public func answer(_ answer: String) { state.withLock { $0.answer = answer } }

    /// Takes what comes by one connection; the answer once a request is whole.
    ///
    /// The head and the body come apart, and those of several requests at the same time.
    public func conversation() -> ([UInt8]) -> [UInt8]? {
        var octets: [UInt8] = []
        return { piece in
            octets += piece
            let text = String(decoding: octets, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n"),
                let length = text[..<end.lowerBound].lowercased()
                    .firstMatch(of: /content-length: (\d+)/).flatMap({ Int($0.1) }),
                text[end.upperBound...].utf8.count >= length
            else { return [] }
            octets = []
            return self.state.withLock { state in
                state.requests.append(Request(text: text))
                return Array(state.answer.utf8)
            }
        }
    }
}
