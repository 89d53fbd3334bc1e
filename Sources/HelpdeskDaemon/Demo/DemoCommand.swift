import ArgumentParser
import Foundation
import Logging
import MailGateway
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

    func run() async throws {
        // A check must not meet a desk that runs already: the kernel chooses its ports.
        let http = self.http ?? (check ? "127.0.0.1:0" : "127.0.0.1:8080")
        let lmtp = self.lmtp ?? (check ? "127.0.0.1:0" : "127.0.0.1:2424")
        let house = try DemoHouse(data: data, http: http, lmtp: lmtp, isQuiet: check)
        defer { house.removeIfTemporary() }
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
}
