public import Desk
import Foundation

/// Takes every hand-off to its one destination, as a person who still has to dial.
public struct TestSwitchboard: SwitchboardPort {
    /// One unit, `bygglov`, which works no tickets here, and those it was made with.
    public let directory: DestinationDirectory

    /// Makes one; each of `units` works in the queue that is named as it is, and `handlers` are persons.
    public init(units: [String] = [], handlers: [String] = []) {
        let one = Destination(
            id: "bygglov",
            name: "Bygglov",
            kind: .unit,
            number: "+4684650041",
            uri: nil,
            topics: ["altan"]
        )
        let others = units.map { id in
            Destination(
                id: id,
                name: id.capitalized,
                kind: .unit,
                number: nil,
                uri: nil,
                topics: [],
                queue: id
            )
        }
        let persons = handlers.map { id in
            Destination(
                id: id,
                name: id.capitalized,
                kind: .handler,
                number: "+4684650042",
                uri: nil,
                topics: []
            )
        }
        directory = DestinationDirectory([one] + others + persons)
    }

    /// Says to dial.
    public func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?) {
        (.dialling, "dial")
    }
}
