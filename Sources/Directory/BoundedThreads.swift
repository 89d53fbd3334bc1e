import NIOPosix
import Synchronization

/// The threads that blocking work runs on, and how much of it may wait for them.
///
/// A `NIOThreadPool` bounds the threads but not the queue before them: while a directory hangs,
/// every sign-in would wait behind all earlier ones. Past the limit it is better to say so.
final class BoundedThreads: Sendable {
    private let pool: NIOThreadPool
    private let jobsMax: Int
    private let jobs = Mutex(0)

    init(_ pool: NIOThreadPool, jobsMax: Int) {
        precondition(jobsMax > 0, "no work could ever run")
        self.pool = pool
        self.jobsMax = jobsMax
    }

    /// Runs blocking work on a thread.
    ///
    /// - Returns: nil when there is too much of it, the threads were stopped, or the caller no
    ///   longer waits; the work was then not begun.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        let isAccepted = jobs.withLock { jobs in
            guard jobs < jobsMax else { return false }
            jobs += 1
            return true
        }
        guard isAccepted else { return nil }
        defer { jobs.withLock { $0 -= 1 } }
        // The work itself throws nothing: an error means the pool did not take it.
        return try? await pool.runIfActive(work)
    }
}
