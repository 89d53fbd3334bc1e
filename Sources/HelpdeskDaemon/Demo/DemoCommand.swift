import ArgumentParser
import Foundation
import Logging
import MailGateway
import NIOCore
import NIOPosix
import ServiceLifecycle

/// `helpdeskd demo`: everything on an embedded default, to be tried out.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve a desk with made-up staff and mails, to try it out."
    )

    @Option(name: .long, help: "Where to keep it; a temporary folder when left out.")
    var data: String?

    @Option(name: .long, help: "Where the API listens.")
    var http: String?

    @Option(name: .long, help: "Where mail comes in.")
    var lmtp: String?

    @Flag(name: .long, help: "Do the whole main job once and say whether it worked.")
    var check = false

    func validate() throws {
        if let http, HostPort(http) == nil {
            throw ValidationError("--http is \(http); it must be HOST:PORT")
        }
        if let lmtp, LMTPDoor.Listen(lmtp) == nil {
            throw ValidationError("--lmtp is \(lmtp); it must be HOST:PORT, or unix:/PATH")
        }
    }

    func run() async throws {
        // A check must not meet a desk that runs already: the kernel chooses its ports.
        let http = self.http ?? (check ? "127.0.0.1:0" : "127.0.0.1:8080")
        let lmtp = self.lmtp ?? (check ? "127.0.0.1:0" : "127.0.0.1:2424")
        do {
            _ = try KnowledgeBaseFolder(at: KnowledgeBaseFolder.nearby)
        } catch {
            Terminal.sayError("\(error)")
            throw ExitCode(SystemExit.notThere)
        }
        // Said before anything is opened: a daemon that cannot listen tells of it in its own log.
        if let address = HostPort(http) { try await Self.see(address, "--http") }
        if case .tcp(let host, let port) = LMTPDoor.Listen(lmtp) {
            try await Self.see(HostPort(host: host, port: port), "--lmtp")
        }
        let house = try DemoHouse(data: data, http: http, lmtp: lmtp, isQuiet: check)
        defer { house.removeIfTemporary() }
        do {
            try await serve(house)
        } catch let code as ExitCode {
            throw code
        } catch {
            Terminal.sayError("the demo cannot serve: \(error)")
            throw ExitCode(SystemExit.unavailable)
        }
    }

    private func serve(_ house: DemoHouse) async throws {
        if check {
            try await house.daemon.run { addresses in
                try await DemoCheck(house, addresses).run()
            }
            Terminal.print("demo --check: the main job works")
        } else {
            try await house.daemon.run { addresses in
                try await house.takeInMails(addresses)
                house.printWelcome(addresses)
                try await gracefulShutdown()
            }
        }
    }

    /// Sees whether a door can be opened there, or says that it cannot and ends with 69
    /// (EX_UNAVAILABLE).
    private static func see(_ address: HostPort, _ option: String) async throws {
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: address.host, port: address.port).get()
            try await channel.close()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            let text = "\(address.host):\(address.port)"
            Terminal.sayError("\(text) is in use: name another address with \(option)")
            throw ExitCode(SystemExit.unavailable)
        } catch {
            Terminal.sayError("the demo cannot serve: \(error)")
            throw ExitCode(SystemExit.unavailable)
        }
    }
}
