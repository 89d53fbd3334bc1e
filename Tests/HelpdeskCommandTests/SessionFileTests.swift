import ArgumentParser
import DeskAPI
import Foundation
import Testing

@testable import HelpdeskCommand

@Suite("The session file")
struct SessionFileTests {
    private func session() throws -> StoredSession {
        StoredSession(
            server: "https://desk.example.org",
            token: "abc.def",
            expiresAt: try .at("2026-11-23T21:30:00Z"),
            user: "anna",
            caFile: "/etc/ssl/city.pem"
        )
    }

    private func mode(_ path: String) throws -> Int {
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(facts[.posixPermissions] as? Int)
    }

    @Test("comes back as it was written, closed to everybody else")
    func roundTrip() async throws {
        try await ClerkMachine.with { place in
            let old = umask(0)
            defer { umask(old) }
            try place.sessionFile.write(try session())
            #expect(try place.sessionFile.read() == session())
            #expect(try mode(place.sessionFile.path) == 0o600)
            #expect(try mode(place.path("helpdesk")) == 0o700)
        }
    }

    @Test("replaces an older one whole and leaves nothing beside it")
    func replaces() async throws {
        try await ClerkMachine.with { place in
            try place.sessionFile.write(try session())
            var newer = try session()
            newer.token = "new"
            newer.caFile = nil
            try place.sessionFile.write(newer)
            #expect(try place.sessionFile.read() == newer)
            let names = try FileManager.default.contentsOfDirectory(atPath: place.path("helpdesk"))
            #expect(names == ["session.json"])
        }
    }

    @Test("is closed again when the folder stood open")
    func closesFolder() async throws {
        try await ClerkMachine.with { place in
            try FileManager.default.createDirectory(
                atPath: place.path("helpdesk"),
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755]
            )
            try place.sessionFile.write(try session())
            #expect(try mode(place.path("helpdesk")) == 0o700)
        }
    }

    @Test("that is not there means that nobody is logged in, and can be removed twice")
    func missing() async throws {
        try await ClerkMachine.with { place in
            #expect(try place.sessionFile.read() == nil)
            try place.sessionFile.write(try session())
            try place.sessionFile.remove()
            try place.sessionFile.remove()
            #expect(try place.sessionFile.read() == nil)
        }
    }

    @Test("is not used when others can read it", arguments: [0o604, 0o640, 0o644, 0o602, 0o620])
    func exposed(_ mode: Int) async throws {
        try await ClerkMachine.with { place in
            try place.sessionFile.write(try session())
            #expect(chmod(place.sessionFile.path, mode_t(mode)) == 0)
            #expect(throws: CommandFailure.self) { try place.sessionFile.read() }
            let outcome = try await place.run("whoami")
            #expect(outcome.code == 78)
            #expect(outcome.errors.contains("can be read by others"))
        }
    }

    @Test(
        "that was spoiled says so instead of being believed",
        arguments: ["", "{", "[]", "{\"server\":1}", String(repeating: " ", count: 65_537)]
    )
    func spoiled(_ text: String) async throws {
        try await ClerkMachine.with { place in
            try place.sessionFile.write(try session())
            let file = try FileHandle(forWritingTo: URL(filePath: place.sessionFile.path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
            #expect(throws: CommandFailure.self) { try place.sessionFile.read() }
        }
    }

    @Test("lies where the XDG specification says")
    func folder() {
        func folder(_ environment: [String: String]) -> String {
            var surroundings = Surroundings.ofProcess()
            surroundings.environment = environment
            return SessionFile(in: surroundings.configurationFolder).path
        }
        #expect(folder(["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == "/x/helpdesk/session.json")
        #expect(folder(["HOME": "/h"]) == "/h/.config/helpdesk/session.json")
        #expect(
            folder(["XDG_CONFIG_HOME": "", "HOME": "/h"]) == "/h/.config/helpdesk/session.json"
        )
        #expect(
            folder(["XDG_CONFIG_HOME": "x", "HOME": "/h"]) == "/h/.config/helpdesk/session.json"
        )
    }
}

@Suite("Access to a desk")
struct AccessTests {
    private func access(
        _ environment: [String: String],
        stored: Bool = true,
        expires: String = "2026-11-23T21:30:00Z",
        insecure: Bool = false
    ) throws -> Access {
        var surroundings = Surroundings.ofProcess()
        surroundings.environment = environment
        surroundings.now = ClerkMachine.now
        let session = StoredSession(
            server: "https://desk.example.org",
            token: "stored",
            expiresAt: try .at(expires),
            user: "anna",
            caFile: "/stored.pem"
        )
        return try Access.found(
            stored: stored ? session : nil,
            surroundings: surroundings,
            options: try ConnectionOptions.parse(insecure ? ["--insecure-http"] : [])
        )
    }

    @Test("comes from the file")
    func fromFile() throws {
        let access = try access([:])
        #expect(access.server.description == "https://desk.example.org")
        #expect(access.token == "stored")
        #expect(access.isStored)
        #expect(access.caFile == "/stored.pem")
    }

    @Test("comes from the environment where that says something")
    func fromEnvironment() throws {
        let access = try access([
            "HELPDESK_SERVER": "https://other.example.org", "HELPDESK_TOKEN": " given\n",
            "HELPDESK_CA_FILE": "/given.pem",
        ])
        #expect(access.server.description == "https://other.example.org")
        #expect(access.token == "given")
        #expect(!access.isStored)
        #expect(access.caFile == "/given.pem")
    }

    @Test("never sends the file's token to another server than its own")
    func tokenStaysHome() throws {
        #expect(throws: CommandFailure.self) {
            try access(["HELPDESK_SERVER": "https://thief.example.org"])
        }
        #expect(throws: CommandFailure.self) {
            try access(["HELPDESK_SERVER": "https://desk.example.org:8443"])
        }
        #expect(throws: CommandFailure.self) {
            try access(["HELPDESK_SERVER": "http://desk.example.org"], insecure: true)
        }
        #expect(try access(["HELPDESK_SERVER": "HTTPS://DESK.example.org:443/"]).isStored)
    }

    @Test("is refused to who is not logged in, or no longer")
    func refused() throws {
        #expect(throws: CommandFailure.self) { try access([:], stored: false) }
        #expect(throws: CommandFailure.self) { try access(["HELPDESK_TOKEN": "x"], stored: false) }
        #expect(throws: CommandFailure.self) { try access([:], expires: "2026-11-23T13:30:00Z") }
        #expect(try access([:], expires: "2026-11-23T13:30:01Z").token == "stored")
    }

    @Test("refuses plain http to another machine unless told otherwise")
    func plainHTTP() throws {
        let environment = ["HELPDESK_SERVER": "http://10.0.0.1", "HELPDESK_TOKEN": "x"]
        let failure = #expect(throws: CommandFailure.self) { try access(environment) }
        #expect(failure?.exitCode == 77)
        #expect(try access(environment, insecure: true).token == "x")
        let here = ["HELPDESK_SERVER": "http://[::1]:1", "HELPDESK_TOKEN": "x"]
        #expect(try access(here).token == "x")
    }

    @Test(
        "refuses what could not be a token",
        arguments: ["a b", "a\r\nX-Evil: 1", "å", "\u{1B}", "a\u{0}b", "\""]
    )
    func badToken(_ token: String) {
        #expect(throws: CommandFailure.self) {
            try access(["HELPDESK_SERVER": "https://a.example", "HELPDESK_TOKEN": token])
        }
    }
}
