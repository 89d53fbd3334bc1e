import CCurl
import Foundation

/// A mailbox on somebody's mail server, to take mail out of (RFC 9051, by libcurl).
///
/// What has been taken is moved to another folder, so that what stands in the first one is what is
/// still to be taken: no flag and no memory of ours has to be right. Each call is a connection of its
/// own and blocks until the server has answered: call it on a thread that may wait.
public struct IMAPMailbox: Sendable, CustomStringConvertible, CustomReflectable {
    /// How we say who we are.
    public enum Secret: Sendable {
        case password(String)
        /// An OAuth 2.0 access token, fresh (XOAUTH2).
        case token(String)
    }

    /// A message's name in a folder: it means nothing once the folder's validity has changed
    /// (RFC 9051 §2.3.1.1).
    public struct MessageName: Sendable, Hashable {
        /// Of the folder as it is.
        public var validity: UInt32
        /// Of the message in it.
        public var uid: UInt32
    }

    /// Why it did not work; the detail never has the secret in it.
    public struct Failure: Error, Sendable, Equatable {
        /// For the log and the operator.
        public var detail: String
        /// True when the server was there and it is this message that it did not give.
        public var isOfMessage = false

        /// Names both members.
        public init(detail: String, isOfMessage: Bool = false) {
            (self.detail, self.isOfMessage) = (detail, isOfMessage)
        }
    }

    let url: String
    let username: String
    let secret: Secret
    let folder: String
    let caFile: String?
    let timeout: Duration

    /// A mailbox; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - url: `imaps://host:port`, or `imap://` with STARTTLS, which is then insisted on.
    ///   - username: whom to log in as.
    ///   - secret: a password or a token.
    ///   - folder: where mail comes in.
    ///   - caFile: PEM file of the authorities that are trusted; nil for the system's.
    ///   - timeout: for one call, 1 second or more.
    public init(
        url: String,
        username: String,
        secret: Secret,
        folder: String = "INBOX",
        caFile: String? = nil,
        timeout: Duration = .seconds(60)
    ) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.username = username
        self.secret = secret
        self.folder = folder
        self.caFile = caFile
        self.timeout = timeout
    }

    /// The server and the login, never the secret.
    public var description: String { "\(folder) of \(username) at \(url)" }

    /// Never the secret.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// True for an address that can be used.
    public static func isServer(_ url: String) -> Bool {
        let lowered = url.lowercased()
        return (lowered.hasPrefix("imaps://") || lowered.hasPrefix("imap://"))
            && !url.contains("@") && url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// True for a folder's name that can be said here: printable ASCII without quotes.
    public static func isFolder(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x20...0x7E).contains($0) && $0 != Octet.quote && $0 != 0x5C && $0 != 0x3B
            }
    }

    /// The messages that wait, oldest first, at most so many.
    public func waiting(atMost limit: Int) throws(Failure) -> [MessageName] {
        let status = try ask("STATUS \(quoted(folder)) (UIDVALIDITY MESSAGES)", in: nil)
        guard let validity = Self.number(after: "UIDVALIDITY", in: status),
            let count = Self.number(after: "MESSAGES", in: status).map(Int.init)
        else { throw Failure(detail: "the server does not say which folder this is") }
        let uids = try Self.uids(among: count, atMost: limit) { range throws(Failure) in
            let places = "\(range.lowerBound):\(range.upperBound)"
            let found = try ask("UID SEARCH \(places) UNDELETED", in: folder)
            return found.split(whereSeparator: \.isNewline)
                .first { $0.uppercased().hasPrefix("* SEARCH") }?
                .split(separator: " ").compactMap { UInt32($0.trimmed) } ?? []
        }
        return uids.map { MessageName(validity: validity, uid: $0) }
    }

    /// Looks through a folder of so many messages, as the server says, from the oldest on.
    ///
    /// Messages are numbered by age; some may be marked as deleted and stand there for ever.
    static func uids(
        among count: Int,
        atMost limit: Int,
        search: (ClosedRange<Int>) throws(Failure) -> [UInt32]
    ) throws(Failure) -> [UInt32] {
        var uids: [UInt32] = []
        var last = 0
        while last < count, uids.count < limit, last < messagesLookedThrough {
            let first = last + 1
            last = min(last + searchMessagesMax, count)
            uids += try search(first...last)
        }
        // The server alone says how many there are, and each search is a connection.
        if uids.isEmpty, last < count {
            throw Failure(
                detail: "the first \(last) of \(count) messages are all marked as deleted"
            )
        }
        return Array(uids.sorted().prefix(limit))
    }

    /// Messages that are looked through at once before the first that waits; as many searches as fit.
    static let messagesLookedThrough = 100_000

    /// Messages in one answer, whose names have up to ten digits: of a line whose end is not yet there
    /// after 8 KiB, libcurl drops most.
    private static let searchMessagesMax = 500

    /// A message as it came.
    ///
    /// - Returns: nil when it is longer than `bytesMax`.
    /// - Throws: ``Failure`` also when the folder is not the one any more that the name was given in.
    public func message(_ name: MessageName, bytesMax: Int) throws(Failure) -> [UInt8]? {
        let place = "\(encoded(folder));UIDVALIDITY=\(name.validity)/;UID=\(name.uid)"
        var sink = CurlSink(bytesMax: bytesMax)
        do throws(Failure) {
            try CurlRetrieval().run(self, "\(url)/\(place)", command: nil, into: &sink)
        } catch {
            if sink.isOver { return nil }
            var failure = error
            // A message that came in part was broken off by its length or by a fault in it.
            failure.isOfMessage = error.isOfMessage || !sink.octets.isEmpty
            throw failure
        }
        return sink.octets
    }

    /// Moves messages that have been taken (RFC 6851).
    public func move(_ names: [MessageName], to target: String) throws(Failure) {
        guard let first = names.first else { return }
        let status = try ask("STATUS \(quoted(folder)) (UIDVALIDITY)", in: nil)
        guard Self.number(after: "UIDVALIDITY", in: status) == first.validity else {
            throw Failure(detail: "the folder was replaced by another of its name")
        }
        let uids = names.map { String($0.uid) }.joined(separator: ",")
        _ = try ask("UID MOVE \(uids) \(quoted(target))", in: folder)
    }

    /// Makes a folder; one that is there already stays.
    public func makeFolder(_ name: String) throws(Failure) {
        let list = try ask("LIST \"\" \(quoted(name))", in: nil)
        guard !list.uppercased().contains("* LIST") else { return }
        _ = try ask("CREATE \(quoted(name))", in: nil)
    }

    private func ask(_ command: String, in folder: String?) throws(Failure) -> String {
        var sink = CurlSink(bytesMax: Self.answerBytesMax)
        let place = folder.map { "/\(encoded($0))" } ?? ""
        try CurlRetrieval().run(self, "\(url)\(place)", command: command, into: &sink)
        return String(decoding: sink.octets, as: UTF8.self)
    }

    /// An answer is a list of numbers; a million of them fit.
    private static let answerBytesMax = 16_777_216

    private func quoted(_ name: String) -> String { "\"\(name)\"" }

    private func encoded(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name
    }

    /// A number of a STATUS answer, `* STATUS "name" (MESSAGES 5 UIDVALIDITY 1)`; the name may be
    /// such a word itself.
    private static func number(after word: String, in answer: String) -> UInt32? {
        let items = answer[(answer.lastIndex(of: "(") ?? answer.startIndex)...]
        guard let range = items.range(of: word, options: .caseInsensitive) else { return nil }
        let digits = items[range.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber }
        return UInt32(digits)
    }
}
