import DeskTesting
import Foundation

/// Somebody's terminal on which `helpdesk` runs, with a session file of its own.
struct StaffTerminal {
    let house: HouseServer
    private let folder: TemporaryFolder

    /// What a command came to.
    struct Outcome {
        var exitCode: Int32
        var output: [UInt8]
        var errors: String

        var text: String { String(decoding: output, as: UTF8.self) }

        func decoded<Body: Decodable>(as type: Body.Type) throws -> Body {
            try JSONDecoder().decode(type, from: Data(output))
        }
    }

    init(_ house: HouseServer) throws {
        self.house = house
        folder = try TemporaryFolder("terminal")
    }

    /// Runs a command to its end.
    func run(_ arguments: String..., input: String = "") throws -> Outcome {
        let name = UUID().uuidString
        let paths = try [
            folder.write(input, to: "\(name).in"), folder.path("\(name).err"),
            HousePrograms.helpdesk(),
        ]
        let process = try LoopbackProcess(
            "/bin/sh",
            ["-c", "in=$1 err=$2; shift 2; exec \"$@\" <\"$in\" 2>\"$err\"", "sh"]
                + paths + arguments,
            environment: [
                "PATH": "/usr/bin:/bin", "LANG": "sv_SE.UTF-8", "HOME": folder.path,
                "XDG_CONFIG_HOME": folder.path,
                "HELPDESK_SERVER": "http://127.0.0.1:\(house.httpPort)",
            ],
            logPath: folder.path("\(name).out")
        )
        guard let status = process.waitUntilEnded(within: .seconds(30)) else {
            throw HousePrograms.Missing(description: "helpdesk \(arguments) does not end")
        }
        return Outcome(
            exitCode: status,
            output: [UInt8](try Data(contentsOf: folder.url.appending(path: "\(name).out"))),
            errors: try String(contentsOfFile: paths[1], encoding: .utf8)
        )
    }

    /// Logs in as somebody of the directory.
    func logIn(_ user: String, password: String) throws -> Outcome {
        try run("login", "--user", user, "--password-stdin", input: password + "\n")
    }
}
