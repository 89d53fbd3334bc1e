/// The five characters by which PostgreSQL names what went wrong (SQL:2016 part 2 §24.1).
///
/// An open set, so a value and not an enum; see appendix A of PostgreSQL's manual.
public struct SQLState: Sendable, Hashable, CustomStringConvertible {
    /// Digits and capitals, five of them.
    public let code: String

    /// Takes five digits and capitals of ASCII.
    ///
    /// - Returns: nil for anything else.
    public init?(_ code: some StringProtocol) {
        let isWord = code.utf8.allSatisfy { octet in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
        }
        guard code.utf8.count == 5, isWord else { return nil }
        self.code = String(code)
    }

    private init(known code: String) { self.code = code }

    /// The first two characters, which name the kind of trouble.
    public var classCode: String { String(code.prefix(2)) }

    /// The five characters.
    public var description: String { code }

    /// True when the same statement, unchanged, may succeed later.
    ///
    /// That is: the connection (class 08), a conflict between transactions (40001, 40P01), a lock
    /// that was waited for too long (55P03), a machine without room or connections left (class 53),
    /// and a server that stops or has not started yet (57P0x).
    public var isTemporary: Bool {
        switch classCode {
        case "08", "53": true
        default:
            self == .serializationFailure || self == .deadlockDetected || self == .lockNotAvailable
                || code.hasPrefix("57P0")
        }
    }

    /// True when PostgreSQL's own message for it never quotes a value.
    ///
    /// Class 22 (data exceptions) and class 42 (`to_tsquery` calls a citizen's words a syntax error
    /// and repeats them) do; a class that is not listed is taken to do so too.
    var hasSpeakableMessage: Bool {
        ["08", "23", "25", "26", "28", "3D", "40", "53", "55", "57"].contains(classCode)
    }

    /// 23505: a row with the same key is there already.
    public static let uniqueViolation = SQLState(known: "23505")
    /// 40001: two transactions could not have happened one after the other; run this one again.
    public static let serializationFailure = SQLState(known: "40001")
    /// 40P01: two transactions waited for each other, and this one gave way.
    public static let deadlockDetected = SQLState(known: "40P01")
    /// 55P03: somebody else holds the lock.
    public static let lockNotAvailable = SQLState(known: "55P03")

    /// 28P01: the password is wrong, or there is none.
    static let invalidPassword = SQLState(known: "28P01")
    /// 0A000, which a cached plan answers after somebody altered its table.
    static let featureNotSupported = SQLState(known: "0A000")
    /// 26000: the server does not know a prepared statement of that name.
    static let unknownStatement = SQLState(known: "26000")
}
