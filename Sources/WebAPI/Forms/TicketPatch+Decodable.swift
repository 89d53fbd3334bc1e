import Desk
import Foundation

/// A merge-patch of a ticket (RFC 7396): a member that is missing stays, null takes away.
///
/// Other members its ``FormShape`` has refused before it is read.
struct TicketPatchForm: Decodable {
    let patch: TicketPatch

    init(from decoder: any Decoder) throws {
        let form = try decoder.container(keyedBy: MemberName.self)
        var words = Words()
        var patch = TicketPatch()
        for name in form.allKeys {
            switch name.stringValue {
            case "subject": patch.subject = try form.decode(String.self, forKey: name)
            case "queue": patch.queue = try form.decode(String.self, forKey: name)
            case "language": patch.language = try form.decode(String.self, forKey: name)
            case "state": patch.state = try Self.word(form, name, &words)
            case "kind": patch.kind = try Self.word(form, name, &words)
            case "category": patch.category = try Self.word(form, name, &words)
            case "priority": patch.priority = try Self.word(form, name, &words)
            case "service":
                patch.service = .some(try form.decodeIfPresent(String.self, forKey: name))
            case "citizen": try Self.citizen(form, name, &patch)
            default: continue
            }
        }
        patch.faults = words.problems
        self.patch = patch
    }

    private static func citizen(
        _ form: KeyedDecodingContainer<MemberName>,
        _ name: MemberName,
        _ patch: inout TicketPatch
    ) throws {
        let citizen = try form.nestedContainer(keyedBy: MemberName.self, forKey: name)
        for member in citizen.allKeys {
            func value() throws -> String? {
                try citizen.decodeIfPresent(String.self, forKey: member)
            }
            switch member.stringValue {
            case "name": patch.citizenName = .some(try value())
            case "email": patch.citizenEmail = .some(try value())
            case "phone": patch.citizenPhone = .some(try value())
            default: continue
            }
        }
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(
        _ form: KeyedDecodingContainer<MemberName>,
        _ name: MemberName,
        _ words: inout Words
    ) throws -> Word? {
        words.word(try form.decode(String.self, forKey: name), name.pointer)
    }
}

/// Any member name, so that unknown ones can be refused.
struct MemberName: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
