public import Desk

/// A switchboard that people work: the clerk is shown what to dial, passes the call on by
/// telephone, and records how it ended.
public struct ManualSwitchboard: SwitchboardPort {
    /// Every destination a hand-off may name, and where calls to it go.
    public let directory: DestinationDirectory

    /// Takes the directory of destinations.
    public init(directory: DestinationDirectory) { self.directory = directory }

    /// It is the clerk's turn to dial.
    public func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?) {
        let target = handoff.destination.number ?? handoff.destination.uri ?? ""
        let way =
            switch handoff.mode {
            case .blind: "transfer the call to \(target)"
            case .attended: "call \(target), speak with \(handoff.destination.name), then transfer"
            }
        return (.dialling, "\(way); then record how it ended")
    }
}
