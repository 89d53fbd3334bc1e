public import Desk

/// Takes every hand-off to its one destination, as a person who still has to dial.
public struct TestSwitchboard: SwitchboardPort {
    /// One unit, `bygglov`.
    public let directory = DestinationDirectory([
        Destination(
            id: "bygglov",
            name: "Bygglov",
            kind: .unit,
            number: "+4684650041",
            uri: nil,
            topics: ["altan"]
        )
    ])

    /// Makes one.
    public init() {}

    /// Says to dial.
    public func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?) {
        (.dialling, "dial")
    }
}
