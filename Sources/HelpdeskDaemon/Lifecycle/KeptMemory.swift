import CMalloc
import Foundation
import ServiceLifecycle

/// Gives back what the C library keeps for itself of memory that is not needed any more, and says how
/// much is.
struct KeptMemory: Service {
    /// From this many octets on a piece is the system's own and goes back to it as soon as it is let
    /// go: mails of many megabytes, and the tables that an index is built with.
    static let largeMin: Int32 = 512 << 10
    /// Heaps that all threads share, one for two cores.
    ///
    /// What is kept for the next use is scattered over all of them, and waits the longer for it.
    static var heapsMax: Int32 { Int32(max(1, ProcessInfo.processInfo.activeProcessorCount / 2)) }

    /// Holds the C library to ``largeMin`` and ``heapsMax`` (mallopt(3)).
    ///
    /// By itself it raises the one bound to the largest piece that was ever let go, up to 32 MiB, and
    /// a few large mails would then stay in the daemon's memory for good. And it makes eight heaps a
    /// core, nearly one a thread: what one thread let go of is of no use to the next.
    static func bound() {
        let isSet = mallopt(M_MMAP_THRESHOLD, largeMin) == 1 && mallopt(M_ARENA_MAX, heapsMax) == 1
        assert(isSet, "both take any number that stands here")
    }

    /// Octets that the program holds in all heaps and in large pieces (mallinfo(3)).
    ///
    /// What is resident beyond them is the C library's, kept for the next use or too scattered to be
    /// given back: if these rise, something is never let go.
    static var allocated: Int {
        let figures = mallinfo2()
        return figures.uordblks + figures.hblkhd
    }

    private static let interval: Duration = .seconds(60)

    /// Does so once a minute.
    ///
    /// A heap that was full for a moment gives back by itself only what is at its end. It takes some
    /// milliseconds, in which nobody else has memory of that heap.
    func run() async throws {
        await every(Self.interval) { malloc_trim(0) }
    }
}
