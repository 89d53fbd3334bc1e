import Foundation

/// How automatic mail stands.
public struct BrakeReport: Sendable, Equatable {
    /// The brake that was pulled last; nil when there never was one.
    public var brake: Brake?
    /// Automatic letters within the last hour, since the brake was pulled last.
    public var lettersOfHour: Int
    /// Those within the last day.
    public var lettersOfDay: Int
    /// Past these the brake is pulled.
    public var caps: LetterCaps
}

extension Desk {
    /// How automatic mail stands, for whoever may stop it.
    public func brake(as staff: StaffIdentity) async throws(DeskError) -> BrakeReport {
        guard staff.may(.brakeMail) else { throw .notPermitted }
        return try await brakeReport()
    }

    /// The same for the program itself.
    public func brakeReport() async throws(DeskError) -> BrakeReport {
        let moment = now()
        let caps = settings.letters.caps
        return try await store.read { reading throws(DeskError) in
            let count = try reading.countOfAll()
            return BrakeReport(
                brake: try reading.newestBrake(),
                lettersOfHour: try reading.letters(count, within: (moment - 3_600)...moment),
                lettersOfDay: try reading.letters(count, within: (moment - 24 * 3_600)...moment),
                caps: caps
            )
        }
    }

    /// Stops all automatic mail, what waits in the outbox too; once more changes nothing.
    public func pullBrake(by staff: StaffIdentity) async throws(DeskError) -> BrakeReport {
        guard staff.may(.brakeMail) else { throw .notPermitted }
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            if try transaction.newestBrake()?.holds == true { return }
            try transaction.insert(
                Brake(
                    id: UUIDv7(at: moment),
                    pulledAt: moment,
                    reason: .staff,
                    pulledBy: staff.id
                )
            )
        }
        return try await brakeReport()
    }

    /// Lets automatic mail go on; where nothing holds it nothing changes.
    ///
    /// What waits in the outbox leaves then, and the hour and the day begin anew.
    public func releaseBrake(by staff: StaffIdentity) async throws(DeskError) -> BrakeReport {
        guard staff.may(.brakeMail) else { throw .notPermitted }
        let moment = now()
        try await store.write { transaction throws(DeskError) in
            guard var brake = try transaction.newestBrake(), brake.holds else { return }
            brake.releasedAt = moment
            brake.releasedBy = staff.id
            try transaction.save(brake)
            guard let number = brake.ticket, let ticket = try transaction.existing(number) else {
                return
            }
            try transaction.record(
                TicketEvent(
                    ticket: ticket.number,
                    at: moment,
                    actor: .staff(id: staff.id, name: staff.name),
                    kind: .changed,
                    details: ["brake": "released"]
                )
            )
        }
        return try await brakeReport()
    }

    /// Pulls the brake and calls a human.
    func pullBrake(
        for reason: Brake.Reason,
        at moment: Date,
        in transaction: any DeskTransaction
    ) throws(DeskError) {
        let ticket = try transaction.callForHelp(
            "Automatiska brev är stoppade",
            Self.callForHelp(reason),
            priority: .urgent,
            settings,
            at: moment
        )
        try transaction.insert(
            Brake(
                id: UUIDv7(at: moment),
                pulledAt: moment,
                reason: reason,
                ticket: ticket.number
            )
        )
    }

    private static func callForHelp(_ reason: Brake.Reason) -> String {
        """
        Medborgarsupporten har själv stoppat alla automatiska brev: \(reason.rawValue).

        Mejl tas emot som vanligt, och svar från handläggare går ut. Se efter vad som har hänt: ett \
        annat system som svarar på våra brev, eller många mejl i andras namn. När det är ordnat \
        släpper den som leder arbetet på igen med: helpdesk mail release.

        The desk has stopped all automatic letters by itself. Mail comes in, and replies by staff \
        leave. Once the cause is found, whoever leads the desk lets them go on with: helpdesk mail \
        release.
        """
    }
}
