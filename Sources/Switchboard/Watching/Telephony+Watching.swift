import Desk
public import SIPProtocol

extension Telephony {
    /// Begins to watch telephones whose calls do not pass the desk.
    public mutating func watch(
        _ telephones: [WatchedTelephone],
        for interval: Duration,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        for telephone in telephones {
            let subscription = agent.subscribe(
                to: telephone.uri,
                "dialog",
                accepting: SIPDialogInfo.mediaType,
                at: settings.peer,
                for: interval,
                at: now
            )
            guard let subscription else { return }
            watches[subscription] = DialogWatch(staff: telephone.staff, line: telephone.line)
        }
    }

    /// Takes what the telephone system tells of a watched telephone.
    mutating func hear(
        _ body: [UInt8],
        of subscription: Int,
        _ agent: inout SIPUserAgent,
        at now: Duration
    ) {
        guard let info = SIPDialogInfo(body), let watch = watches[subscription] else {
            onTrunk(.unreadable)
            return
        }
        // While nothing can be written, nothing more is gathered; what is missed is asked for later.
        guard mayTakeCall() else {
            watches[subscription]?.beginAnew()
            return
        }
        // A system that names no calls is asked of a clerk only while we have none for them.
        let isBusy = watch.staff.map(isBusy) ?? false
        let callIDs = agent
        let outcome = watches[subscription]?.receive(info) { callID in
            callID.map { callIDs.hasCall(named: $0) } ?? isBusy
        }
        guard let outcome else { return }
        for event in outcome.events { report(.watched(event), of: UUIDv7(at: clock())) }
        if let present = outcome.present {
            report(.watchedNow(prefix: watch.prefix, calls: present), of: UUIDv7(at: clock()))
        }
        if outcome.hasGap { agent.askAgain(subscription, at: now) }
    }

    private func isBusy(_ staff: String) -> Bool {
        lines.values.contains { line in
            let clerks = line.call.ringing.union([line.call.clerk].compactMap(\.self))
            return clerks.contains { roster[$0].telephone.staff == staff }
        }
    }
}
