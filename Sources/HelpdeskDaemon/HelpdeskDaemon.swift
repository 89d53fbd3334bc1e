import ArgumentParser

/// `helpdeskd`: the daemon and its operator commands.
@main
struct HelpdeskDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "helpdeskd",
        abstract: "The support desk of a city's e-services.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, CheckConfigCommand.self, MigrateCommand.self,
            BackupCommand.self, RestoreCommand.self, DoctorCommand.self, StoreCommand.self,
            MailCommand.self, KnowledgeBaseCommand.self, DirectoryCommand.self,
            DestinationsCommand.self, RightsCommand.self, AuditCommand.self, PrivacyCommand.self,
            RetentionCommand.self, ArchiveCommand.self,
            TokenCommand.self, OpenAPICommand.self, ManualCommand.self,
        ]
    )
}
