import ArgumentParser
import DeskAPI

/// `helpdesk maintenance`.
struct MaintenanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Plan interruptions of e-services, which receipts then tell of.",
        subcommands: [
            MaintenanceListCommand.self, MaintenancePlanCommand.self,
            MaintenanceChangeCommand.self, MaintenanceCancelCommand.self,
        ],
        defaultSubcommand: MaintenanceListCommand.self
    )
}

/// `helpdesk maintenance list`.
struct MaintenanceListCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is on or ahead."
    )

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let answer = try await clerk.client.send(.get("maintenance"))
        try clerk.show(answer, as: Page<MaintenanceBody>.self) {
            .maintenance($0.items, for: clerk.reader)
        }
    }
}

/// `helpdesk maintenance plan`.
struct MaintenancePlanCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Plan one.",
        discussion: """
            While it is on, new tickets on its e-services are linked to it, their receipts say \
            what --sv and --en say, and they raise no incident.
            """
    )

    @Option(name: .long, help: MomentText.help)
    var from: MomentText

    @Option(name: .long, help: "When it ends, written likewise.")
    var to: MomentText

    @Option(
        name: .customLong("service"),
        parsing: .upToNextOption,
        help: ArgumentHelp("The e-services.", valueName: "name")
    )
    var services: [String]

    @OptionGroup var notice: NoticeOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard notice.swedish != nil else {
            throw ValidationError("Give --sv: what receipts say of it.")
        }
    }

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        let form = MaintenanceForm(
            startsAt: try from.moment(in: clerk.surroundings),
            endsAt: try to.moment(in: clerk.surroundings),
            services: services,
            notice: notice.body ?? NoticeForm(sv: "")
        )
        let answer = try await clerk.client.send(.create(form, at: "maintenance"))
        try clerk.show(answer, as: MaintenanceBody.self) {
            .maintenance([$0], for: clerk.reader)
        }
    }
}

/// `helpdesk maintenance change`.
struct MaintenanceChangeCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Change what is given of one that is not over."
    )

    @Argument(help: "Its number.")
    var number: TicketNumber

    @Option(name: .long, help: MomentText.help)
    var from: MomentText?

    @Option(name: .long, help: "When it ends, written likewise.")
    var to: MomentText?

    @Option(
        name: .customLong("service"),
        parsing: .upToNextOption,
        help: ArgumentHelp("The e-services, all of them.", valueName: "name")
    )
    var services: [String] = []

    @OptionGroup var notice: NoticeOptions
    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        var form = MaintenancePatchForm(
            services: services.isEmpty ? nil : services,
            notice: notice.body
        )
        if let from { form.startsAt = try from.moment(in: clerk.surroundings) }
        if let to { form.endsAt = try to.moment(in: clerk.surroundings) }
        let answer = try await clerk.client.send(
            .patch(form, at: "maintenance", number.description)
        )
        try clerk.show(answer, as: MaintenanceBody.self) {
            .maintenance([$0], for: clerk.reader)
        }
    }
}

/// `helpdesk maintenance cancel`.
struct MaintenanceCancelCommand: DeskVerb {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Call one off that is ahead, or end one that is on."
    )

    @Argument(help: "Its number.")
    var number: TicketNumber

    @OptionGroup var connection: ConnectionOptions

    func perform(for clerk: Clerk) async throws(CommandFailure) {
        try clerk.done(
            try await clerk.client.send(.delete("maintenance", number.description)),
            Phrase("Underhåll \(number) gäller inte längre.", "Maintenance \(number) is off.")
        )
    }
}
