/// The port through which the desk hands calls off; it turns the arrow to the switchboard.
public protocol SwitchboardPort: Sendable {
    /// Every destination a hand-off may name, and where calls to it go.
    var directory: DestinationDirectory { get }

    /// The state a hand-off is in once the switchboard has taken it, with what a clerk must do.
    func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?)
}
