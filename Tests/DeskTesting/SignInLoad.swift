import Foundation

/// Many log-ins at a time, each on a connection of its own, as clerks' terminals make them.
public struct SignInLoad: Sendable {
    /// Where the API answers.
    public var port: UInt16
    /// Who logs in, one after the other and again from the start.
    public var users: [String]
    /// Log-ins altogether.
    public var count: Int
    /// At the same time.
    public var callers: Int

    /// Names every member.
    public init(port: UInt16, users: [String], count: Int, callers: Int) {
        self.port = port
        self.users = users
        self.count = count
        self.callers = callers
    }

    /// The password of a made-up user.
    public static func password(of user: String) -> String { "lösen för \(user)" }

    /// A tree with so many made-up people in it, all of them agents, for ``SlapdServer``.
    public static func tree(people count: Int) -> (users: [String], ldif: String) {
        let users = (0..<count).map { "user\($0)" }
        let people = users.map { user in
            SlapdServer.person("uid=\(user)", uid: user, name: user, password: password(of: user))
        }
        let agents = SlapdServer.group(
            "helpdesk-agents",
            members: users.map { "uid=\($0),ou=people" }
        )
        return (users, SlapdServer.root + "\n" + people.joined() + agents)
    }

    /// Runs the load.
    ///
    /// - Returns: how long each took, and every status that came back.
    public func run() async -> (times: [Duration], statuses: [Int: Int]) {
        await withTaskGroup { group in
            for caller in 0..<callers {
                group.addTask { await onThread { share(of: caller) } }
            }
            var times: [Duration] = []
            var statuses: [Int: Int] = [:]
            for await (some, found) in group {
                times += some
                statuses.merge(found, uniquingKeysWith: +)
            }
            return (times, statuses)
        }
    }

    private func share(of caller: Int) -> ([Duration], [Int: Int]) {
        var times: [Duration] = []
        var statuses: [Int: Int] = [:]
        for place in stride(from: caller, to: count, by: callers) {
            let start = ContinuousClock.now
            statuses[logIn(users[place % users.count]), default: 0] += 1
            times.append(start.duration(to: .now))
        }
        return (times, statuses)
    }

    /// The status of the answer; 0 when there is none.
    private func logIn(_ user: String) -> Int {
        let body = #"{"username":"\#(user)","password":"\#(Self.password(of: user))"}"#
        let request = """
            POST /v1/sessions HTTP/1.1\r
            Host: 127.0.0.1\r
            Connection: close\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var address = loopbackAddress(port)
        guard withSocketAddress(&address, { connect(descriptor, $0, $1) }) == 0 else { return 0 }
        let octets = Array(request.utf8)
        guard send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL)) == octets.count else {
            return 0
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        // HTTP/1.1 and a space stand before the status.
        return Int(String(decoding: answer.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0
    }
}

/// Runs blocking work on a thread of its own, which no other task needs.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}
