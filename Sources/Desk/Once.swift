public import Cryptography

/// Makes a request that creates something happen once, however often it is sent.
///
/// Source: draft-ietf-httpapi-idempotency-key-header. The answer is stored in the transaction that
/// has the effect: there is no moment in which one exists without the other.
public struct Once<Value: Sendable>: Sendable {
    /// Which request it is.
    public var key: IdempotencyKey
    /// How the answer reads.
    public var render: @Sendable (Value) -> StoredAnswer

    /// Names both members.
    public init(key: IdempotencyKey, render: @escaping @Sendable (Value) -> StoredAnswer) {
        self.key = key
        self.render = render
    }
}

/// What makes two requests the same request.
public struct IdempotencyKey: Sendable, Hashable {
    /// Who sent it.
    public var principal: String
    /// The method and path.
    public var target: String
    /// The `Idempotency-Key` header.
    public var key: String
    /// The digest of the body.
    public var request: Digest

    /// Names every member.
    public init(principal: String, target: String, key: String, request: Digest) {
        self.principal = principal
        self.target = target
        self.key = key
        self.request = request
    }

    /// The longest key, in octets.
    public static let keyBytesMax = 255
}

/// An answer as it went out, to be given again.
public struct StoredAnswer: Sendable, Equatable {
    /// The HTTP status code.
    public var status: Int
    /// Headers that belong to the answer, such as `Location` and `ETag`.
    public var headers: [String: String]
    /// Given again octet for octet, never rendered anew.
    public var body: [UInt8]

    /// Names every member.
    public init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// What a request that may be sent twice comes to.
public enum Answered<Value: Sendable>: Sendable {
    /// It happened now, and no key was given.
    case fresh(Value)
    /// It happened now, and this is the answer that its key will get again.
    case made(Value, StoredAnswer)
    /// It happened before; this was the answer.
    case stored(StoredAnswer)

    /// What happened now; nil when it had happened before.
    public var value: Value? {
        switch self {
        case .fresh(let value), .made(let value, _): value
        case .stored: nil
        }
    }
}

/// Something of a ticket that an answer may tell of.
public protocol TicketPart {
    /// The ticket's number.
    var partOf: TicketNumber { get }
}

extension Ticket: TicketPart {
    /// Its own.
    public var partOf: TicketNumber { number }
}

extension Message: TicketPart {
    /// The ticket that it stands on.
    public var partOf: TicketNumber { ticket }
}

extension Handoff: TicketPart {
    /// The ticket that was passed on.
    public var partOf: TicketNumber { ticket }
}

extension DeskTransaction {
    /// Has the effect unless it was had before.
    func once<Value>(
        _ once: Once<Value>?,
        _ effect: () throws(DeskError) -> Value
    ) throws(DeskError) -> Answered<Value> {
        guard let once else { return .fresh(try effect()) }
        if let earlier = try answer(to: once.key) {
            guard earlier.request == once.key.request else { throw .keyReused }
            guard let answer = earlier.answer else {
                throw .wrongState(
                    detail: "This was done when it was sent before; what was answered then is no "
                        + "longer shown."
                )
            }
            return .stored(answer)
        }
        let value = try effect()
        let answer = once.render(value)
        try keep(answer, for: once.key, of: (value as? any TicketPart)?.partOf)
        return .made(value, answer)
    }
}
