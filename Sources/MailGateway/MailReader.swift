public import Desk
import MailProtocols
public import NIOPosix

/// Reads mails on threads that may block.
public struct MailReader: MailReading {
    private let settings: MailGatewaySettings
    private let threads: NIOThreadPool

    /// Reads by `settings`, on `threads`.
    public init(settings: MailGatewaySettings, threads: NIOThreadPool) {
        self.settings = settings
        self.threads = threads
    }

    /// Takes a mail through all filters; one that nobody can read is answered too.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)`` when the house is going down.
    public func read(_ mail: RawMail) async throws(DeskError) -> ReceivedMail {
        do {
            return try await threads.runIfActive { Self.readNow(mail, by: settings) }
        } catch {
            throw .unavailable(cause: "the reading threads have gone")
        }
    }

    /// The same on the thread that asks, which waits.
    public static func readNow(_ mail: RawMail, by settings: MailGatewaySettings) -> ReceivedMail {
        MailPipeline.run(mail, settings)
    }

    /// The mail's HTML made safe to show; nil when it has none, or cannot be read.
    ///
    /// - Throws: ``DeskError/unavailable(cause:)`` when the house is going down.
    public func page(of mail: [UInt8]) async throws(DeskError) -> String? {
        do {
            return try await threads.runIfActive {
                // What could not be read when it came has no HTML now either.
                var read = try? IncomingMail.parse(mail, limits: settings.mailLimits)
                _ = read?.openSignature(by: settings)
                return read?.html.map {
                    SafeHTML.fragment(of: $0, bytesMax: settings.mailLimits.textBytesMax)
                }
            }
        } catch {
            throw .unavailable(cause: "the reading threads have gone")
        }
    }
}
