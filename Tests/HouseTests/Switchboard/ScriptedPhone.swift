import DeskTesting
import Foundation

/// A telephone that says one thing to every call, as many as there are: sipp with a scenario,
/// registered by hand.
final class ScriptedPhone: Sendable {
    private let process: LoopbackProcess
    private let folder: TemporaryFolder

    static let program = "/usr/bin/sipp"

    /// A status of 200 answers, and waits for the caller to hang up.
    init(_ name: String, at exchange: Exchange, status: Int) throws {
        folder = try TemporaryFolder("scripted-phone")
        let port = try freePort()
        let registration = try folder.write(
            Self.registration(name, at: exchange, port: port),
            to: "register.xml"
        )
        try LoopbackProcess.run(
            Self.program,
            [
                "-sf", registration, "-i", "127.0.0.1", "-p", "\(try freePort())", "-m", "1",
                "-nostdin", exchange.address,
            ],
            logPath: folder.path("register.log")
        )
        let scenario =
            status == 200
            ? ["-sn", "uas"]
            : ["-sf", try folder.write(Self.refusal(status), to: "refuse.xml")]
        process = try LoopbackProcess(
            Self.program,
            scenario + ["-i", "127.0.0.1", "-p", "\(port)", "-nostdin"],
            logPath: folder.path("sipp.log")
        )
    }

    deinit { process.stop() }

    private static func registration(
        _ name: String,
        at exchange: Exchange,
        port: UInt16
    ) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="register">
        <send retrans="500"><![CDATA[
        REGISTER sip:\(exchange.address) SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:\(name)@\(exchange.address)>;tag=[call_number]
        To: <sip:\(name)@\(exchange.address)>
        Call-ID: [call_id]
        CSeq: 1 REGISTER
        Contact: <sip:\(name)@127.0.0.1:\(port)>
        Max-Forwards: 70
        Expires: 600
        Content-Length: 0

        ]]></send>
        <recv response="200" />
        </scenario>

        """
    }

    private static func refusal(_ status: Int) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="refuse">
        <recv request="INVITE" />
        <send retrans="500"><![CDATA[
        SIP/2.0 \(status) Refused
        [last_Via:]
        [last_From:]
        [last_To:];tag=[pid]-[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        ]]></send>
        <recv request="ACK" />
        </scenario>

        """
    }
}
