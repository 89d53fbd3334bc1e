import Desk
public import SIPProtocol

/// What is known of one telephone's calls that do not pass the desk (RFC 4235).
///
/// A value: what its system tells goes in, what the caller log is to have comes out.
struct DialogWatch: Sendable {
    /// What a document came to.
    struct Outcome: Sendable, Equatable {
        var events: [CallEvent] = []
        /// Something was lost: the whole state is to be asked for.
        var hasGap = false
        /// The calls that are on, when the document told of all and it was the first.
        var present: [String]?
    }

    private struct Seen: Sendable {
        var name: String
        var isAnswered: Bool
        /// It passes the desk, which knows better.
        var isOurs: Bool
    }

    /// The ``StaffIdentity/id`` of whoever has the telephone; nil for a line of nobody's.
    let staff: String?
    /// Its number or user part, as callers know it.
    let line: String
    private var version: UInt32?
    /// True once a document of this subscription told of all calls.
    private var knowsAll = false
    private var seen: [String: Seen] = [:]
    /// Calls that were told to be over, oldest first, as many as may be on.
    ///
    /// A system that tells of each state by another of its hands may tell the end before what was
    /// before it, and nothing would ever end what begins then.
    private var over: [Ended] = []

    private struct Ended: Sendable, Hashable {
        var id: String
        var callID: String
    }

    init(staff: String?, line: String) {
        self.staff = staff
        self.line = line
    }

    /// What the ids of its calls begin with.
    var prefix: String { "\(Desk.watchedPrefix)\(line):".told }

    /// Another subscription begins: versions begin anew, calls go on.
    mutating func beginAnew() {
        version = nil
        knowsAll = false
    }

    /// Takes a document; `isOurs` knows the Call-IDs of calls that pass the desk.
    mutating func receive(_ info: SIPDialogInfo, isOurs: (String?) -> Bool) -> Outcome {
        var outcome = Outcome()
        if let version {
            // One that comes twice, or after a later one, tells nothing new (§4.1.1).
            guard info.version > version else { return outcome }
            outcome.hasGap = !info.isFull && info.version > version + 1
        } else if !info.isFull {
            outcome.hasGap = true
        }
        version = info.version
        for dialog in info.dialogs { outcome.events += note(dialog, isOurs) }
        guard info.isFull else { return outcome }
        let told = Set(info.dialogs.map(\.id))
        for (id, gone) in seen where !told.contains(id) {
            seen[id] = nil
            if !gone.isOurs { outcome.events.append(event(.hangup, gone.name, nil, nil)) }
        }
        if !knowsAll { outcome.present = seen.values.filter { !$0.isOurs }.map(\.name).sorted() }
        knowsAll = true
        return outcome
    }

    private mutating func note(
        _ dialog: SIPDialogInfo.Dialog,
        _ isOurs: (String?) -> Bool
    ) -> [CallEvent] {
        guard let known = seen[dialog.id] ?? begin(dialog, isOurs) else { return [] }
        let isNew = seen[dialog.id] == nil
        seen[dialog.id] = known
        var events: [CallEvent] = []
        if isNew { events.append(event(.newCall, known.name, dialog, nil)) }
        if dialog.state == .confirmed, !known.isAnswered {
            seen[dialog.id]?.isAnswered = true
            events.append(event(.answer, known.name, dialog, nil))
        }
        if dialog.state == .terminated {
            seen[dialog.id] = nil
            noteEnd(of: dialog)
            events.append(event(.hangup, known.name, dialog, dialog.cause))
        }
        return known.isOurs ? [] : events
    }

    /// Remembers a call that is over, by its Call-ID too: telephones use their ids again.
    private mutating func noteEnd(of dialog: SIPDialogInfo.Dialog) {
        guard let callID = dialog.callID else { return }
        let ended = Ended(id: dialog.id, callID: callID)
        guard !over.contains(ended) else { return }
        if over.count == SIPDialogInfo.dialogsMax { over.removeFirst() }
        over.append(ended)
    }

    /// A call that is new; nil for one that was over before it was heard of.
    private mutating func begin(
        _ dialog: SIPDialogInfo.Dialog,
        _ isOurs: (String?) -> Bool
    ) -> Seen? {
        guard dialog.state != .terminated else {
            noteEnd(of: dialog)
            return nil
        }
        if let callID = dialog.callID {
            guard !over.contains(Ended(id: dialog.id, callID: callID)) else { return nil }
        }
        guard seen.count < SIPDialogInfo.dialogsMax else { return nil }
        // Ids are the telephone's own; of two telephones of one call each has its entry.
        let name = prefix + (dialog.callID ?? dialog.id)
        return Seen(
            name: name.told,
            isAnswered: false,
            isOurs: isOurs(dialog.callID)
        )
    }

    private func event(
        _ kind: CallEvent.Kind,
        _ name: String,
        _ dialog: SIPDialogInfo.Dialog?,
        _ cause: String?
    ) -> CallEvent {
        let direction: Call.Direction = dialog?.direction == .initiator ? .outbound : .inbound
        let other = dialog?.remote.map(Self.number)
        return CallEvent(
            kind: kind,
            callID: name,
            direction: direction,
            from: direction == .inbound ? other : line,
            to: direction == .inbound ? line : other,
            users: [staff].compactMap(\.self),
            cause: cause?.told
        )
    }

    /// The number in a URI, or the whole of one that has none.
    private static func number(_ text: String) -> String {
        let address = SIPNameAddress(text)
        return (address?.uri.sip?.user ?? address?.uri.description ?? text).told
    }
}

/// A telephone that is watched.
public struct WatchedTelephone: Sendable, Hashable {
    /// The ``StaffIdentity/id`` of whoever has it; nil for a line of nobody's.
    public var staff: String?
    /// What is watched.
    public var uri: SIPURI

    /// What its calls are kept apart from others' by: its user part, or its host where it has none.
    public var line: String { uri.user ?? uri.host.description }

    /// Names both.
    public init(staff: String?, uri: SIPURI) {
        self.staff = staff
        self.uri = uri
    }
}
