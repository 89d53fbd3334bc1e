/// A name server on 127.0.0.1 that knows what it is told: dnsmasq.
public final class NameServer: Sendable {
    /// Where it listens, by UDP and TCP.
    public let port: UInt16
    private let process: LoopbackProcess
    private let folder: TemporaryFolder

    /// Knows `records`, in the words of dnsmasq's command line, and asks nobody else.
    ///
    /// - Throws: when it does not start.
    public init(_ records: [String], port wanted: UInt16? = nil) throws {
        folder = try TemporaryFolder("name-server")
        port = try wanted ?? freePort()
        process = try LoopbackProcess(
            "/usr/sbin/dnsmasq",
            [
                "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
                "--port=\(port)", "--listen-address=127.0.0.1", "--bind-interfaces",
                "--local=/example.org/", "--log-facility=-", "--pid-file=", "--user=",
            ] + records,
            logPath: folder.path("log")
        )
        try process.waitUntilAnswering(on: [port])
    }

    deinit { process.stop() }

    /// Answers nobody any more.
    public func stop() { process.stop() }
}
