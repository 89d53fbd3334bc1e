import ArgumentParser
import Hummingbird
import Logging

/// The least that Hummingbird can do: one route, two letters; the yardstick of the API.
struct BareServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare",
        abstract: "Serve GET /healthz and nothing else.",
        shouldDisplay: false
    )

    @Option(help: "The port on 127.0.0.1.")
    var port: Int

    func run() async throws {
        let router = Router()
        router.get("/healthz") { _, _ in "ok" }
        var logger = Logger(label: "bare")
        logger.logLevel = .warning
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port),
                serverName: "bare",
                backlog: 1_024
            ),
            logger: logger
        )
        try await application.runService()
    }
}
