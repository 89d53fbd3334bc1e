import DeskTesting
import Foundation

/// A clerk at a pseudo-terminal, on which the real `helpdesk` runs: a window of a size, keys, and
/// what is seen.
final class ClerkConsole {
    let user: String
    private let server: String
    private let folder: TemporaryFolder
    /// More variables, or others.
    var environment: [String: String] = [:]

    /// Keys, and what must be on the screen before somebody types them.
    typealias Keys = (when: String, keys: String)

    /// What a command came to.
    struct Seen {
        var exitCode: Int32
        /// Everything that was written, escape sequences and all.
        var raw: String
        /// What a person reads of it.
        var text: String
    }

    init(_ user: String, at server: String) throws {
        self.user = user
        self.server = server
        folder = try TemporaryFolder("console")
    }

    /// The whole environment that programs get here.
    var variables: [String: String] {
        [
            "PATH": "/usr/bin:/bin", "LANG": "sv_SE.UTF-8", "TERM": "xterm-256color",
            "HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "HELPDESK_SERVER": server,
            "PAGER": "cat", "TZ": "Europe/Stockholm", "TMPDIR": folder.path,
        ].merging(environment) { $1 }
    }

    /// Writes a program that stands for the clerk's editor.
    func setEditor(_ script: String) throws {
        let path = try folder.write("#!/bin/sh\n\(script)\n", to: "editor")
        chmod(path, 0o700)
        environment["EDITOR"] = path
    }

    func path(_ name: String) -> String { folder.path(name) }

    /// Runs a command to its end, typing as its questions appear.
    func run(
        _ arguments: [String],
        typing keys: [Keys] = [],
        columns: UInt16 = 100,
        rows: UInt16 = 200
    ) throws -> Seen {
        var (keyboard, screen): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&keyboard, &screen, nil, nil, &size) == 0, let name = ttyname(screen) else {
            throw HousePrograms.Missing(description: "there is no pseudo-terminal to be had")
        }
        defer { for end in [keyboard, screen] { close(end) } }
        // A session of its own, whose terminal is the first that it opens: keys are signals there.
        let script = "exec <\"$0\" >\"$0\" 2>&1; exec \"$@\""
        let process = try LoopbackProcess(
            "/usr/bin/setsid",
            ["--wait", "/bin/sh", "-c", script, String(cString: name)]
                + [try HousePrograms.helpdesk()] + arguments,
            environment: variables,
            logPath: folder.path("log")
        )
        let raw = try Self.talk(with: process, at: keyboard, typing: keys)
        return Seen(
            exitCode: process.exitStatus ?? -1,
            raw: raw,
            text: raw.replacing("\r\n", with: "\n")
                .replacing(#/\u{1B}\[[0-9;?]*[A-Za-z]|\r/#, with: "")
        )
    }

    private static func talk(
        with process: LoopbackProcess,
        at keyboard: Int32,
        typing keys: [Keys]
    ) throws -> String {
        var octets: [UInt8] = []
        var typed = keys[...]
        var from = 0
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let hasEnded = process.exitStatus != nil
            if let part = read(keyboard) { octets += part } else if hasEnded { break }
            let text = String(decoding: octets[from...], as: UTF8.self)
            if let next = typed.first, text.contains(next.when) {
                let bytes = Array(next.keys.utf8)
                _ = write(keyboard, bytes, bytes.count)
                typed = typed.dropFirst()
                from = octets.count
            }
            guard ContinuousClock.now < deadline else {
                throw HousePrograms.Missing(
                    description: "no end, after: " + String(decoding: octets, as: UTF8.self)
                )
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// What appears within a moment.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, 20) > 0, state.revents & Int16(POLLIN) != 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }
}
