import Cryptography
import Desk
import Foundation

extension SQLRow {
    func optionalText(_ index: Int) -> String? { isNull(index) ? nil : text(index) }

    func moment(_ index: Int) -> Date {
        Date(timeIntervalSince1970: Double(integer(index)) / 1_000)
    }

    func optionalMoment(_ index: Int) -> Date? { isNull(index) ? nil : moment(index) }

    func number(_ index: Int) -> TicketNumber { TicketNumber(rawValue: integer(index)) }

    func word<Value: RawRepresentable<String>>(_ index: Int) throws(DeskError) -> Value {
        let text = text(index)
        guard let value = Value(rawValue: text) else {
            throw .unavailable(cause: "the store holds an unknown \(Value.self)")
        }
        return value
    }

    func optionalWord<Value: RawRepresentable<String>>(
        _ index: Int
    ) throws(DeskError) -> Value? {
        isNull(index) ? nil : try word(index)
    }

    func id(_ index: Int) throws(DeskError) -> UUIDv7 {
        guard let id = UUIDv7(bytes: blob(index)) else {
            throw .unavailable(cause: "the store holds an id that is none")
        }
        return id
    }

    func digest(_ index: Int) throws(DeskError) -> Digest {
        guard let digest = Digest(bytes: blob(index)) else {
            throw .unavailable(cause: "the store holds a digest that is none")
        }
        return digest
    }
}

/// `citizen`, `staff` or `system`, with id and name where there are any.
struct ActorColumns {
    var kind: String
    var id: String?
    var name: String?

    init(_ actor: Actor) {
        switch actor {
        case .citizen(let name): (kind, id, self.name) = ("citizen", nil, name)
        case .staff(let id, let name): (kind, self.id, self.name) = ("staff", id, name)
        case .system: (kind, id, name) = ("system", nil, nil)
        }
    }

    /// Reads three columns that begin at `index`.
    static func actor(_ row: any SQLRow, at index: Int) throws(DeskError) -> Actor {
        let name = row.optionalText(index + 2)
        switch row.text(index) {
        case "citizen": return .citizen(name: name)
        case "staff": return .staff(id: row.text(index + 1), name: name ?? row.text(index + 1))
        case "system": return .system
        default: throw .unavailable(cause: "the store holds an unknown actor")
        }
    }
}
