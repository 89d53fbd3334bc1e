import ArgumentParser
import Desk
import DeskAPI
import Foundation
import KnowledgeBase
import MailGateway
import MailProtocols
import NIOPosix

extension MailCommand {
    /// `helpdeskd mail explain [FILE]`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Say step by step what would happen to a mail; changes nothing.",
            discussion: """
                Reads one mail from FILE or standard input, with the headers that the mail server \
                adds. What it proves depends on the address it comes to: see --to.
                """
        )

        @OptionGroup var file: ConfigurationOption

        @Option(name: .long, help: "The envelope's sender; <> for the null return path.")
        var from: String?

        @Option(name: .long, help: "The address it comes to. Default: mail.address.")
        var to: String?

        @Argument(help: "The file of the mail.", completion: .file(extensions: ["eml"]))
        var path: String?

        func run() async throws {
            let configuration = try await file.read()
            let bytes = try MailInput.read(path)
            let recipient = to ?? configuration.mail.address.description
            let size = "\(bytes.count) of \(configuration.mail.limits.messageBytesMax) octets"
            guard case .own(let token) = configuration.mail.address.read(recipient) else {
                Terminal.say("door: refused, \(recipient) is not the desk's")
                throw ExitCode(SystemExit.notThere)
            }
            guard bytes.count <= configuration.mail.limits.messageBytesMax else {
                Terminal.say("door: refused, \(size)")
                throw ExitCode(SystemExit.badData)
            }
            Terminal.say("door: taken, \(size)")
            let raw = RawMail(
                bytes: bytes,
                reversePath: from == "<>" || from == "" ? nil : from ?? "unknown@invalid",
                replyToken: token
            )
            let knowledgeBase = try KnowledgeBase.load(
                from: configuration.knowledgeBasePath,
                facts: configuration.cityFacts,
                logger: .silent
            )
            let reader = MailReader(settings: configuration.mail, threads: .singleton)
            try await file.withDesk(library: Library(knowledgeBase)) { desk in
                try await Self.explain(try await reader.read(raw), desk)
            }
        }

        private static func explain(_ mail: ReceivedMail, _ desk: Desk) async throws {
            let steps = SwedishOutput.mailSteps(for: ProcessInfo.processInfo.environment)
            for verdict in try await desk.explain(mail) { Terminal.print(steps.text("\(verdict)")) }
            for problem in mail.problems { Terminal.say("odd: \(problem)") }
            let matches = desk.match(
                "\(mail.subject)\n\(mail.ownText)",
                language: nil,
                limit: 3
            )
            for match in matches.matches {
                let percent = Int((match.confidence * 100).rounded())
                Terminal.say("article: \(match.article) (\(match.language)), \(percent) %")
            }
        }
    }

    /// `helpdeskd mail deliver`.
    struct Deliver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deliver",
            abstract: "Hand a mail from standard input to the daemon, for pipes of mail servers.",
            discussion: """
                Exit codes are those that mail servers know: 0 the mail is on disk, 75 keep it and \
                try again (also when the configuration cannot be read, for a mail must not be lost \
                over that), 65 and 67 it will never be taken.
                """
        )

        @OptionGroup var file: ConfigurationOption

        @Option(name: .long, help: "The envelope's sender; <> or nothing for the null return path.")
        var from = ""

        @Argument(help: "The addresses it comes to. Default: mail.address.")
        var recipients: [String] = []

        func run() async throws {
            let configuration: DaemonConfiguration
            let message: [UInt8]
            do {
                configuration = try await DaemonConfiguration.read(path: file.config)
                message = try MailInput.read(nil)
            } catch {
                Terminal.sayError("\(error)")
                throw ExitCode(SystemExit.tryAgain)
            }
            let to = recipients.isEmpty ? [configuration.mail.address.description] : recipients
            let replies: [LMTPClient.Reply]
            do {
                replies = try await LMTPClient.connected(to: configuration.lmtp) { client in
                    try await client.deliver(
                        message,
                        from: from == "<>" ? "" : from,
                        to: to
                    )
                }
            } catch let refusal as LMTPClient.Refusal {
                throw Self.exit(for: refusal.reply.map { [$0] } ?? [])
            } catch {
                Terminal.sayError("the daemon cannot be reached: \(error)")
                throw ExitCode(SystemExit.tryAgain)
            }
            guard replies.allSatisfy(\.isPositive) else { throw Self.exit(for: replies) }
        }

        /// One recipient that should be tried again is reason enough to keep the mail: the others
        /// know it again.
        private static func exit(for replies: [LMTPClient.Reply]) -> ExitCode {
            for reply in replies { Terminal.printError("\(reply.code) \(reply.text)") }
            let isFinal = !replies.isEmpty && replies.allSatisfy { $0.isPositive || $0.code >= 500 }
            guard isFinal else { return ExitCode(SystemExit.tryAgain) }
            let isUnknown = replies.contains { $0.code == 550 }
            return ExitCode(isUnknown ? SystemExit.noSuchUser : SystemExit.badData)
        }
    }
}

/// A mail as somebody hands it over in a file or a pipe.
enum MailInput {
    /// Reads it whole, with CRLF as line end whatever it came with.
    static func read(_ path: String?) throws -> [UInt8] {
        let handle: FileHandle
        if let path {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                Terminal.sayError("\(path) cannot be read")
                throw ExitCode(SystemExit.notThere)
            }
            handle = opened
        } else {
            handle = .standardInput
        }
        return lines(Array(try handle.readToEnd() ?? Data()))
    }

    /// A pipe of Postfix ends lines with LF, and the door takes none alone (RFC 5321 §2.3.8).
    ///
    /// - Parameters:
    ///   - octets: the mail as it came.
    ///   - bytesMax: octets of a line with its CRLF that the door takes; a longer one is broken as Postfix
    ///     breaks them, by a space on the next line, or its mail would go back to the citizen.
    /// - Returns: the mail as the door takes it.
    static func lines(
        _ octets: [UInt8],
        bytesMax: Int = LMTPLimits().textLineBytesMax
    ) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(octets.count + octets.count / 32)
        var lineStart = 0
        for octet in octets {
            if octet == 10, lines.last != 13 { lines.append(13) }
            if octet != 10, lines.count - lineStart >= bytesMax - 2 {
                // The CR of its end may be the last octet that has room.
                if octet != 13 {
                    lines += [13, 10, 32]
                    lineStart = lines.count - 1
                }
            }
            lines.append(octet)
            if octet == 10 { lineStart = lines.count }
        }
        return lines
    }
}
