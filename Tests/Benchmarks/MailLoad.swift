import NIOPosix
import Synchronization

/// Delivers letters by LMTP in some sessions at once, each on a thread of its own.
///
/// As Postfix does it: the envelope and DATA in one write (RFC 2920), then the message; the next
/// letter of a session begins when this one is answered.
struct MailLoad: Sendable {
    let port: UInt16
    let sessions: Int
    let duration: Duration
    let lettersMax: Int

    /// Delivers until the time or the letters are used up.
    ///
    /// `first` is the number of the first letter; the same number is the same letter.
    func run(_ letters: Letters, from first: Int) async throws -> LoadFigures {
        let threads = NIOThreadPool(numberOfThreads: sessions)
        threads.start()
        let next = Atomic(first)
        let start = ContinuousClock.now
        let deadline = start + duration
        let last = first + lettersMax
        let turn: @Sendable () -> Int? = {
            guard ContinuousClock.now < deadline else { return nil }
            let number = next.add(1, ordering: .relaxed).oldValue
            return number < last ? number : nil
        }
        let port = port
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<sessions {
                group.addTask {
                    try await threads.runIfActive {
                        var session = try MailSession(port: port)
                        return try session.deliver(letters, turn)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let elapsed = ContinuousClock.now - start
        try await threads.shutdownGracefully()
        return LoadFigures(Latencies(times), in: elapsed)
    }
}

/// One LMTP session (RFC 2033).
private struct MailSession: ~Copyable {
    private var stream: LoopbackStream

    init(port: UInt16) throws(BenchmarkError) {
        var stream = try LoopbackStream(port: port)
        try stream.expect("220")
        try stream.write(Array("LHLO benchmark.example.com\r\n".utf8))
        try stream.expect("250")
        self.stream = stream
    }

    /// How long each delivery took, from `MAIL` to the reply that says it is kept.
    mutating func deliver(
        _ letters: Letters,
        _ turn: () -> Int?
    ) throws(BenchmarkError) -> [Duration] {
        var times: [Duration] = []
        while let number = turn() {
            let envelope = """
                MAIL FROM:<\(letters.sender(number))>\r
                RCPT TO:<\(Letters.address)>\r
                DATA\r\n
                """
            let message = letters.letter(number) + [UInt8(ascii: "."), 13, 10]
            let start = ContinuousClock.now
            try stream.write(Array(envelope.utf8))
            try stream.expect("250")
            try stream.expect("250")
            try stream.expect("354")
            try stream.write(message)
            try stream.expect("250")
            times.append(ContinuousClock.now - start)
        }
        try stream.write(Array("QUIT\r\n".utf8))
        try stream.expect("221")
        return times
    }
}
