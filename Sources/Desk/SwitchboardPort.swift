/// The port through which the desk hands calls off; it turns the arrow to the switchboard.
public protocol SwitchboardPort: Sendable {
    /// Every destination a hand-off may name, and where calls to it go.
    var directory: DestinationDirectory { get }

    /// The state a hand-off is in once the switchboard has taken it, with what a clerk must do.
    func accept(_ handoff: Handoff) -> (state: Handoff.State, detail: String?)

    /// The telephone of a member of staff, as a SIP URI; nil when none is known.
    func telephone(of staff: String) -> String?

    /// The destination that a number stands for, when it may be dialled at all.
    func destination(dialling number: String) -> Destination?

    /// Something has changed in the store that calls depend on; returns at once.
    func wake()
}

extension SwitchboardPort {
    /// Nobody's is known.
    public func telephone(of staff: String) -> String? { nil }
    /// None may be dialled.
    public func destination(dialling number: String) -> Destination? { nil }
    /// Nothing depends on it.
    public func wake() {}
}
