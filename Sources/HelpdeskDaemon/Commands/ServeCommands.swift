import ArgumentParser
import Desk
import Foundation
import Logging
import Storage

/// `helpdeskd serve`: the daemon.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve mail and the API until SIGTERM."
    )

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        let configuration = try await file.read(isServing: true)
        let (logger, level) = ConfigurationOption.logger(level: configuration.logLevel)
        for stray in configuration.strays {
            logger.warning("a setting means nothing", metadata: ["setting": "\(stray)"])
        }
        let daemon = Daemon(
            configuration: configuration,
            logger: logger,
            level: level,
            configurationPath: file.config
        )
        do {
            try await daemon.run()
        } catch {
            logger.critical(
                "stopped by an error",
                metadata: [
                    "error": "\(SystemExit.cause(of: error))",
                    "remedy": "helpdeskd doctor says what to do",
                ]
            )
            throw ExitCode(SystemExit.unavailable)
        }
    }
}

/// `helpdeskd check-config`: says every mistake, or that there is none.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Read the configuration and say every mistake in it."
    )

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        let configuration = try await file.read()
        let mistakes = configuration.doubts + configuration.strays
        guard mistakes.isEmpty else {
            throw file.refusal(ConfigurationProblems(problems: mistakes))
        }
        for unseen in configuration.unseenFiles { Terminal.say("\(unseen)") }
        Terminal.say("\(file.config): no mistakes")
    }
}

/// `helpdeskd migrate`: brings the store's tables up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the store up to date without serving."
    )

    @OptionGroup var file: ConfigurationOption

    func run() async throws {
        try await file.withStore { _ in Terminal.say("the store is up to date") }
    }
}

extension ConfigurationOption {
    /// Opens the configured store, lets `body` use it and closes it; says why not and ends with 69.
    ///
    /// A command that only looks must not create one: a store that is not there ends it with 66.
    func withStore(
        mayCreate: Bool = true,
        _ body: (any DurableStore) async throws -> Void
    ) async throws {
        let location = try await read { DaemonConfiguration.store(&$0) }
        if case .sqlite(let path) = location, !mayCreate,
            !FileManager.default.fileExists(atPath: path)
        {
            Terminal.sayError("there is no store \(path)")
            throw ExitCode(SystemExit.notThere)
        }
        try await location.opened(body)
    }
}

extension StoreLocation {
    /// Opens the store, lets `body` use it and closes it; says why not, and what to do, and ends
    /// with 69.
    func opened(
        for use: StoreUse = .visiting,
        remedy: String? = nil,
        _ body: (any DurableStore) async throws -> Void
    ) async throws {
        let store: any DurableStore
        do throws(DeskError) {
            store = try await open(for: use)
        } catch {
            Terminal.sayError("the store \(self) cannot be used: \(error.logged)")
            if let remedy { Terminal.sayError(remedy) }
            throw ExitCode(SystemExit.unavailable)
        }
        do {
            try await body(store)
        } catch {
            try await store.close()
            throw error
        }
        try await store.close()
    }
}
