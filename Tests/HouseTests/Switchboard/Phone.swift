import DeskTesting
import Foundation
import Synchronization

/// A telephone: a baresip of its own, steered over its control port.
final class Phone: Sendable {
    /// What baresip told of.
    struct Event: Decodable, Sendable {
        var type: String?
        var peeruri: String?
        var param: String?
    }

    private struct Command: Encodable {
        var command: String
        var params: String
    }

    /// The user part of its address.
    let name: String
    private let process: LoopbackProcess
    private let wire: Wire
    private let folder: TemporaryFolder
    private let heard = Mutex<(octets: [UInt8], events: [Event])>(([], []))

    static let program = "/usr/bin/baresip"

    /// Registers at the exchange; one that answers by itself does so at once.
    init(_ name: String, at exchange: Exchange, answers: Bool = false) async throws {
        self.name = name
        folder = try TemporaryFolder("phone")
        let mode = answers ? "auto" : "manual"
        try folder.write(
            "<sip:\(name)@\(exchange.address)>;regint=600;answermode=\(mode)\n",
            to: "accounts"
        )
        (process, wire) = try Self.start(in: folder)
        try await eventually("\(name) is registered") { process.log.contains("200 OK") }
    }

    /// baresip listens for TLS at the port after the one that it is given, which nobody keeps free:
    /// it is tried a few times.
    private static func start(in folder: TemporaryFolder) throws -> (LoopbackProcess, Wire) {
        var attempts = 0
        while true {
            attempts += 1
            let control = try freePort()
            try folder.write(
                configuration(port: try freePort(), control: control),
                to: "config"
            )
            let process = try LoopbackProcess(
                program,
                ["-f", folder.path],
                logPath: folder.path("log-\(attempts)")
            )
            do {
                try process.waitUntilAnswering(on: [control])
                return (process, try Wire(.port(control)))
            } catch {
                guard attempts < 5 else { throw error }
            }
        }
    }

    deinit { process.stop() }

    private static func configuration(port: UInt16, control: UInt16) -> String {
        """
        sip_listen 127.0.0.1:\(port)
        net_interface 127.0.0.1
        audio_source aubridge,none
        audio_player aubridge,none
        audio_alert aubridge,bell
        module_path /usr/lib/baresip/modules
        module g711.so
        module aubridge.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:\(control)

        """
    }

    func dial(_ address: String) throws { try say("dial", address) }
    func pickUp() throws { try say("accept") }
    func putDown() throws { try say("hangup") }
    func hold() throws { try say("hold") }
    func resume() throws { try say("resume") }

    /// What happened since the last ``forget()``, in order.
    var events: [String] { listen().compactMap(\.type) }

    /// True while a call is on.
    var isTalking: Bool {
        let news = events
        let begins = news.count { $0 == "CALL_ESTABLISHED" }
        return begins > news.count { $0 == "CALL_CLOSED" }
    }

    /// How often the other side wanted other media: hold, resume, another receiver.
    var offersHeard: Int {
        listen().count { $0.type == "CALL_REMOTE_SDP" && $0.param == "offer" }
    }

    func forget() { heard.withLock { $0.events = [] } }

    /// Waits until something has happened so many times.
    func waitFor(_ type: String, times: Int = 1, within limit: Duration = .seconds(10)) throws {
        let deadline = ContinuousClock.now + limit
        while events.count(where: { $0 == type }) < times {
            guard ContinuousClock.now < deadline else {
                throw HousePrograms.Missing(
                    description: "\(name) had no \(type), but \(events): \(process.log.suffix(600))"
                )
            }
            usleep(5_000)
        }
    }

    private func say(_ command: String, _ parameters: String = "") throws {
        let form = Command(command: command, params: parameters)
        let text = String(decoding: try JSONEncoder().encode(form), as: UTF8.self)
        try wire.write("\(text.utf8.count):\(text),")
    }

    /// Reads what has come, a netstring each.
    private func listen() -> [Event] {
        heard.withLock { heard in
            heard.octets += wire.available()
            while let colon = heard.octets.firstIndex(of: UInt8(ascii: ":")),
                let size = Int(String(decoding: heard.octets[..<colon], as: UTF8.self)),
                heard.octets.count > colon + 1 + size
            {
                let body = heard.octets[(colon + 1)..<(colon + 1 + size)]
                // Answers to commands are no events, and carry nothing we ask for.
                if let event = try? JSONDecoder().decode(Event.self, from: Data(body)),
                    event.type != nil
                {
                    heard.events.append(event)
                }
                heard.octets.removeFirst(colon + 1 + size + 1)
            }
            return heard.events
        }
    }
}
