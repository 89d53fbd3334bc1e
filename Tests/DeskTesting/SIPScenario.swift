import Foundation

/// What sipp is to say: telephones and callers as scenarios of its own language.
public enum SIPScenario {
    /// Where it is.
    public static let program = "/usr/bin/sipp"

    /// A telephone that says one thing to every call.
    ///
    /// A status of 200 answers, and waits for the caller to hang up; who `plays` is heard before.
    public static func telephone(status: Int, plays: Bool = false) -> String {
        scenario(status == 200 ? answer : refusal(status), plays ? early : ringing)
    }

    /// Registers a telephone at `exchange`, HOST:PORT.
    public static func registration(
        _ name: String,
        at exchange: String,
        port: UInt16
    ) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="register">
        <send retrans="500"><![CDATA[
        REGISTER sip:\(exchange) SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:\(name)@\(exchange)>;tag=[call_number]
        To: <sip:\(name)@\(exchange)>
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

    private static func scenario(_ end: String, _ ringing: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="telephone">
        <recv request="INVITE" rrs="true" />
        \(ringing)
        \(end)
        </scenario>

        """
    }

    private static let ringing = """
        <send><![CDATA[
        SIP/2.0 180 Ringing
        [last_Via:]
        [last_From:]
        [last_To:];tag=[pid]-[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        [last_Record-Route:]
        Contact: <sip:[local_ip]:[local_port]>
        Content-Length: 0

        ]]></send>
        """

    /// It is heard for a moment before it says more.
    private static let early = """
        <send><![CDATA[
        SIP/2.0 183 Session Progress
        [last_Via:]
        [last_From:]
        [last_To:];tag=[pid]-[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        [last_Record-Route:]
        Contact: <sip:[local_ip]:[local_port]>
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=answer 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 0

        ]]></send>
        <pause milliseconds="400" />
        """

    private static let answer = """
        <send retrans="500"><![CDATA[
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:];tag=[pid]-[call_number]
        [last_Call-ID:]
        [last_CSeq:]
        [last_Record-Route:]
        Contact: <sip:[local_ip]:[local_port]>
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=answer 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 0

        ]]></send>
        <recv request="ACK" />
        <recv request="BYE" />
        <send><![CDATA[
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        ]]></send>
        """

    /// A caller who stays for six seconds, and notes how long the answer took.
    public static let caller = """
        <?xml version="1.0" encoding="UTF-8" ?>
        <scenario name="caller">
        <send retrans="500" start_rtd="1"><![CDATA[
        INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:caller[call_number]@[remote_ip]:[remote_port]>;tag=[pid]-[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: 1 INVITE
        Contact: <sip:caller@[local_ip]:[local_port]>
        Max-Forwards: 70
        \(session)
        ]]></send>
        <recv response="100" optional="true" />
        <recv response="180" optional="true" />
        <recv response="182" optional="true" />
        <recv response="183" optional="true" />
        <recv response="200" rtd="1" rrs="true" />
        <send><![CDATA[
        ACK [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        [routes]
        From: <sip:caller[call_number]@[remote_ip]:[remote_port]>;tag=[pid]-[call_number]
        [last_To:]
        Call-ID: [call_id]
        CSeq: 1 ACK
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        <pause milliseconds="6000" />
        <send retrans="500"><![CDATA[
        BYE [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        [routes]
        From: <sip:caller[call_number]@[remote_ip]:[remote_port]>;tag=[pid]-[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: 2 BYE
        Max-Forwards: 70
        Content-Length: 0

        ]]></send>
        <recv response="200" />
        </scenario>

        """

    /// The same, but that the offer is left to whoever answers (RFC 3261 §13.2.1).
    public static let callerWithoutOffer = caller.replacing(session, with: "Content-Length: 0\n")
        .replacing(
            "CSeq: 1 ACK\nMax-Forwards: 70\nContent-Length: 0\n",
            with: "CSeq: 1 ACK\nMax-Forwards: 70\n" + session
        )

    private static let session = """
        Content-Type: application/sdp
        Content-Length: [len]

        v=0
        o=caller 1 1 IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 0

        """

    private static func refusal(_ status: Int) -> String {
        """
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
        """
    }

    /// Milliseconds from each caller's INVITE to its answer, in order: what sipp's `-trace_rtt` wrote.
    ///
    /// - Throws: when it wrote nothing.
    public static func setUpTimes(in folder: TemporaryFolder) throws -> [Double] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        guard let file = files.first(where: { $0.hasSuffix("_rtt.csv") }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try String(contentsOfFile: folder.path(file), encoding: .utf8)
            .split(separator: "\n").compactMap { line in
                let columns = line.split(separator: ";")
                return columns.count > 1 ? Double(columns[1]) : nil
            }
            .sorted()
    }
}
