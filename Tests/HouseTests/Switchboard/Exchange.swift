import DeskTesting
import Foundation

/// The telephone system: a kamailio with the example that is shipped, on an address of its own.
final class Exchange: Sendable {
    /// Where it is; the desk hears nobody else.
    static let host = "127.0.0.20"
    /// Where the desk is.
    static let deskHost = "127.0.0.10"
    /// What citizens dial.
    static let number = "0846500400"
    static let program = "/usr/sbin/kamailio"

    /// What is switched on in the example, and what its names are set to, beside the addresses.
    struct Manner: Sendable {
        var transport = "udp"
        var defines: [String] = []
        var values: [String: String] = [:]
    }

    let manner: Manner
    let port: UInt16
    /// Where TLS is listened to, when it is switched on.
    let tlsPort: UInt16
    let deskPort: UInt16
    private let process: LoopbackProcess
    private let folder: TemporaryFolder

    var address: String { "\(Self.host):\(port)" }
    /// What a citizen dials, as a telephone does.
    var support: String { "sip:\(Self.number)@\(address)" }

    init(_ manner: Manner = Manner()) throws {
        self.manner = manner
        folder = try TemporaryFolder("exchange")
        port = try freePort()
        tlsPort = try freePort()
        deskPort = try freePort()
        let example = HousePrograms.repository.appending(path: "systemd/kamailio.cfg.example")
        var text = try String(contentsOf: example, encoding: .utf8)
        let values = manner.values.merging([
            "PBX_IP": Self.host, "PBX_PORT": "\(port)", "PBX_TLS_PORT": "\(tlsPort)",
            "DESK_IP": Self.deskHost, "DESK_PORT": "\(deskPort)",
            "DESK_TRANSPORT": manner.transport, "SUPPORT_NUMBER": Self.number,
        ]) { $1 }
        for (name, value) in values {
            let line = try Regex("#!substdef \"!\(name)![^!]*!g\"")
            text = text.replacing(line, with: "#!substdef \"!\(name)!\(value)!g\"")
        }
        let file = try folder.write(text, to: "kamailio.cfg")
        process = try LoopbackProcess(
            Self.program,
            [
                "-f", file, "-DD", "-E", "-m", "64", "-M", "8", "-Y", folder.path,
                "-P", folder.path("pid"),
            ] + manner.defines.flatMap { ["-A", $0] },
            logPath: folder.path("kamailio.log")
        )
        let deadline = ContinuousClock.now + .seconds(10)
        while !isUp {
            guard ContinuousClock.now < deadline, process.isRunning else {
                throw HousePrograms.Missing(
                    description: "kamailio did not start: \(process.log.suffix(1_500))"
                )
            }
            usleep(10_000)
        }
    }

    deinit { process.stop() }

    var log: String { process.log }

    private var isUp: Bool { (try? Wire(.address(Self.host, port))) != nil }
}
