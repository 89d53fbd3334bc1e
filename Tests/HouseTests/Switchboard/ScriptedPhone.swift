import DeskTesting
import Foundation

/// A telephone that says one thing to every call, as many as there are: sipp with a scenario,
/// registered by hand.
final class ScriptedPhone: Sendable {
    private let process: LoopbackProcess
    private let folder: TemporaryFolder

    /// What it was told and said, message by message.
    var messages: String {
        // Nothing was written before the first message.
        (try? String(contentsOfFile: folder.path("messages"), encoding: .utf8)) ?? ""
    }

    /// A status of 200 answers, and waits for the caller to hang up; who `plays` is heard before.
    init(_ name: String, at exchange: Exchange, status: Int, plays: Bool = false) throws {
        folder = try TemporaryFolder("scripted-phone")
        let port = try freePort()
        let registration = try folder.write(
            SIPScenario.registration(name, at: exchange.address, port: port),
            to: "register.xml"
        )
        try LoopbackProcess.run(
            SIPScenario.program,
            [
                "-sf", registration, "-i", "127.0.0.1", "-p", "\(try freePort())", "-m", "1",
                "-nostdin", exchange.address,
            ],
            logPath: folder.path("register.log")
        )
        let scenario = SIPScenario.telephone(status: status, plays: plays)
        process = try LoopbackProcess(
            SIPScenario.program,
            [
                "-sf", try folder.write(scenario, to: "scenario.xml"), "-i", "127.0.0.1", "-p",
                "\(port)", "-nostdin", "-trace_msg", "-message_file", folder.path("messages"),
            ],
            logPath: folder.path("sipp.log")
        )
    }

    deinit { process.stop() }
}
