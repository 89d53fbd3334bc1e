import CLibXML

/// The calls of a telephone, as its system tells them (RFC 4235).
public struct SIPDialogInfo: Sendable, Hashable {
    /// The media type.
    public static let mediaType = "application/dialog-info+xml"
    /// As many calls are read of one document.
    public static let dialogsMax = 200
    /// One of the calls.
    public struct Dialog: Sendable, Hashable {
        /// Of whom the call is.
        public enum Direction: String, Sendable, Hashable {
            /// It calls.
            case initiator
            /// It is called.
            case recipient
        }

        /// How far it has come (§3.7.1).
        public enum State: String, Sendable, Hashable {
            case trying
            case proceeding
            case early
            case confirmed
            case terminated
        }

        /// Names it within the telephone.
        public var id: String
        /// The telephone system's name of the call, where it tells.
        public var callID: String?
        /// nil where it does not tell.
        public var direction: Direction?
        /// How far it has come.
        public var state: State
        /// Why it ended, for example `cancelled` or `local-bye`.
        public var cause: String?
        /// Who is at the other end: a URI.
        public var remote: String?

        /// Names every member.
        public init(
            id: String,
            callID: String? = nil,
            direction: Direction? = nil,
            state: State,
            cause: String? = nil,
            remote: String? = nil
        ) {
            self.id = id
            self.callID = callID
            self.direction = direction
            self.state = state
            self.cause = cause
            self.remote = remote
        }
    }

    /// Grows by one with every document of a subscription.
    public var version: UInt32
    /// True when it tells of every call, false when only of those that changed.
    public var isFull: Bool
    /// Whose calls: a URI.
    public var entity: String
    /// Its calls.
    public var dialogs: [Dialog]

    /// Reads a document; nil when it is none, or wants more of a reader than plain elements.
    public init?(_ octets: [UInt8]) {
        guard octets.count <= SIPLimits.messageBytesMax else { return nil }
        var reader = SIPDialogInfoReader()
        guard SIPXML.read(octets, with: { reader.take($0) }), let head = reader.head else {
            return nil
        }
        version = head.version
        isFull = head.isFull
        entity = head.entity
        dialogs = reader.dialogs
    }
}

/// Gathers a document as its elements come.
private struct SIPDialogInfoReader {
    /// As many elements may stand within each other.
    private static let depthMax = 16

    var head: (version: UInt32, isFull: Bool, entity: String)?
    var dialogs: [SIPDialogInfo.Dialog] = []
    private var path: [String] = []
    private var text = ""
    private var current: SIPDialogInfo.Dialog?

    /// - Returns: false for what belongs in no such document.
    mutating func take(_ step: SIPXML.Step) -> Bool {
        switch step {
        case .begin(let name, let attributes):
            path.append(name)
            text = ""
            return path.count <= Self.depthMax && begin(name, attributes)
        case .text(let more):
            text += more
            return true
        case .end:
            defer { path.removeLast() }
            return end(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
    }

    private mutating func begin(_ name: String, _ attributes: (String) -> String?) -> Bool {
        switch path.count {
        case 1:
            guard name == "dialog-info", let entity = attributes("entity"),
                let version = attributes("version").flatMap({ UInt32($0) })
            else { return false }
            head = (version, attributes("state") != "partial", entity)
        case 2 where name == "dialog":
            guard dialogs.count < SIPDialogInfo.dialogsMax, let id = attributes("id") else {
                return false
            }
            current = SIPDialogInfo.Dialog(
                id: id,
                callID: attributes("call-id"),
                direction: attributes("direction").flatMap(SIPDialogInfo.Dialog.Direction.init),
                state: .trying
            )
        case 3 where name == "state": current?.cause = attributes("event")
        default: break
        }
        return true
    }

    private mutating func end(_ value: String) -> Bool {
        switch path.dropFirst() {
        case ["dialog"]:
            if let current { dialogs.append(current) }
            current = nil
        case ["dialog", "state"]:
            guard let state = SIPDialogInfo.Dialog.State(rawValue: value) else { return false }
            current?.state = state
        case ["dialog", "remote", "identity"]: current?.remote = value
        default: break
        }
        text = ""
        return true
    }
}
