import Foundation
import Synchronization

/// What Ctrl-C does while nothing asks for a key of its own: the work is given up, so that it can say
/// how far it came, and what does not give up at once is ended.
enum Interruption {
    /// How long the work has for its last words.
    private static let patience = Duration.milliseconds(300)

    /// The end of the pipe that wakes the one who waits: a signal's own time allows nothing but to
    /// write to it (POSIX.1-2017, XSH §2.4.3).
    private static let bell = Atomic<Int32>(-1)

    /// Waits for SIGINT on a thread of its own, as long as the process lives.
    ///
    /// A program that was started with the signal ignored, as in a script's background, leaves it so.
    ///
    /// - Parameters:
    ///   - surroundings: whose terminal is given back as it is now.
    ///   - giveUp: asks the work to end.
    static func watch(in surroundings: Surroundings, giveUp: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (listener, keyboard) = (ends[0], surroundings.input)
        bell.store(ends[1], ordering: .sequentiallyConsistent)
        var settings = termios()
        let before = tcgetattr(keyboard, &settings) == 0 ? TerminalSettings(settings) : nil
        let earlier = signal(SIGINT) { _ in
            let code = errno
            write(Interruption.bell.load(ordering: .sequentiallyConsistent), "!", 1)
            errno = code
        }
        guard !isIgnored(earlier) else {
            signal(SIGINT, SIG_IGN)
            return
        }
        Thread.detachNewThread {
            hear(listener, for: nil)
            giveUp()
            // A second Ctrl-C says that even this is too long.
            hear(listener, for: patience)
            // Something waits that nobody can tell, such as a pipe that nothing comes out of.
            before?.restore(keyboard)
            let words = CommandFailure.cancelled.lines(in: surroundings.language)
            try? Descriptor.write(
                Data("helpdesk: \(words.joined())\n".utf8),
                to: surroundings.errors
            )
            _exit(CommandFailure.cancelled.exitCode)
        }
    }

    /// Waits for the signal; for no longer than that, unless it is nil.
    private static func hear(_ listener: Int32, for limit: Duration?) {
        let milliseconds = limit.map { Int32($0 / .milliseconds(1)) } ?? -1
        var state = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        while poll(&state, 1, milliseconds) < 0, errno == EINTR {}
        var octet: UInt8 = 0
        if state.revents != 0 { _ = read(listener, &octet, 1) }
    }

    /// Functions cannot be compared, their addresses can.
    private static func isIgnored(_ action: (@convention(c) (Int32) -> Void)?) -> Bool {
        unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
