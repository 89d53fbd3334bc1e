public import Desk
import MailProtocols
public import NIOPosix

/// Reads mails on threads that may block.
public struct MailReader: MailReading {
    private let settings: MailGatewaySettings
    private let threads: NIOThreadPool
    /// Runs on the same threads what else is done with a mail's words.
    let executor: any TaskExecutor

    /// Reads by `settings`, on `threads`.
    public init(settings: MailGatewaySettings, threads: NIOThreadPool) {
        self.settings = settings
        self.threads = threads
        executor = ThreadsExecutor(threads)
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

/// Runs tasks on threads that may be busy for long: Swift's own are as few as the processors, and all
/// doors need them.
private final class ThreadsExecutor: TaskExecutor {
    private let threads: NIOThreadPool

    init(_ threads: NIOThreadPool) { self.threads = threads }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Of threads that have gone the caller's does it, for a task that is left behind never ends.
        threads.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
