import Desk
import Foundation

/// An event of a telephone system, in the form of the generic CTI interface that Zammad made
/// common: JSON or form data, `user` one name or a list of them.
struct CallEventForm {
    /// What it says, by name.
    private let members: [String: [String]]

    /// A telephone system's JSON.
    init(from decoder: any Decoder) throws {
        members = try JSONMembers(from: decoder).members
    }

    init(_ body: RequestBody, isForm: Bool) throws {
        members =
            try isForm ? FormData(body.bytes).members : body.decoded(JSONMembers.self).members
    }

    /// - Returns: nil for a direction that is none, to which the interface has an answer of its own.
    func event() throws(Problem) -> CallEvent? {
        var words = Words()
        let kind: CallEvent.Kind? = words.word(first("event") ?? "", "/event")
        let callID = first("callId", "call_id")
        if callID == nil { words.note("/callId", "is missing") }
        try words.finish()
        guard let direction = first("direction").flatMap(Call.Direction.init(rawValue:)) else {
            return nil
        }
        guard let kind, let callID else { throw .invalid([]) }
        return CallEvent(
            kind: kind,
            callID: callID,
            direction: direction,
            from: number("from", "callerId", "caller_id"),
            to: number("to"),
            users: ["user", "user[]", "answeringNumber"].flatMap { members[$0] ?? [] },
            cause: first("cause")
        )
    }

    private func first(_ names: String...) -> String? {
        names.lazy.compactMap { members[$0]?.first }.first { !$0.isEmpty }
    }

    private func number(_ names: String...) -> String? {
        let found = names.lazy.compactMap { members[$0]?.first }.first { !$0.isEmpty }
        return found?.lowercased() == "anonymous" ? nil : found
    }
}

/// The members of a flat JSON object, each one text or a list of them; others are passed over, for
/// telephone systems send more than is asked.
private struct JSONMembers: Decodable {
    let members: [String: [String]]

    init(from decoder: any Decoder) throws {
        let form = try decoder.container(keyedBy: MemberName.self)
        var members: [String: [String]] = [:]
        for name in form.allKeys {
            // What is neither is no member of the interface.
            if let text = try? form.decode(String.self, forKey: name) {
                members[name.stringValue] = [text]
            } else if let texts = try? form.decode([String].self, forKey: name) {
                members[name.stringValue] = texts
            }
        }
        self.members = members
    }
}
