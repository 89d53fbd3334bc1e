import Cryptography
import Desk
import DeskTesting
import Directory
import Foundation
import Testing

@Suite("The file of break-glass accounts")
struct StaffFileTests {
    static let hash =
        "$6$rounds=1000$abcdefgh$iWKsvmdUBvooeCLqpaCJ4c2y17cmNPwrYOO7bvwW8sxFtoxB8DksBA/3hfM6wGFJsC9ressl44AZxn9gWzSV5."
    static let good = """
        staff:
          - user: nina
            name: Nina Nord
            mail: nina@example.org
            hash: "\(hash)"
            roles: [agent, administrator]
            queues: [e-service]
          - user: Olle
            name: Olle Öst
            hash: "$6$rounds=1000$ijklmnop$ahhAZmMVVEWOpRe.euq8SjKsV8USZCWNNVBALR1oi.cubeFavndqLgcce/hY4Z2TM.Ala9yd56cSxrsh6ypJV1"
            roles: [auditor]

        """

    @Test("A right password brings what the file says", arguments: ["nina", "NINA", "  Nina "])
    func rightPassword(username: String) async throws {
        try await withThreads { pool, _ in
            let file = try StaffFile(yaml: Self.good, pool: pool)
            let nina = try await file.signIn(username, "glasruta")
            #expect(
                nina
                    == StaffIdentity(
                        id: "nina",
                        name: "Nina Nord",
                        mail: "nina@example.org",
                        roles: [.agent, .administrator],
                        queues: ["e-service"],
                        isBreakGlass: true
                    )
            )
        }
    }

    @Test(
        "Everything else is refused",
        arguments: [
            ("nina", "annan"), ("nina", ""), ("nina", "glasruta\0"), ("olle", "glasruta"),
            ("ingen", "glasruta"), ("", "glasruta"), ("nina", hash),
        ]
    )
    func refused(username: String, password: String) async throws {
        try await withThreads { pool, _ in
            let file = try StaffFile(yaml: Self.good, pool: pool)
            await #expect(throws: SignInError.refused) {
                try await file.signIn(username, password)
            }
        }
    }

    @Test("A password over the limit is not hashed", arguments: [(8, true), (7, false), (9, true)])
    func passwordLength(limit: Int, isRight: Bool) async throws {
        try await withThreads { pool, _ in
            let file = try StaffFile(yaml: Self.good, pool: pool, passwordBytesMax: limit)
            let identity = try? await file.signIn("nina", "glasruta")
            #expect((identity != nil) == isRight)
        }
    }

    @Test("An unknown user costs a hash too")
    func equalWork() async throws {
        try await withThreads { pool, _ in
            // Slow enough to be seen beside everything else: without it the answer is immediate.
            let hash = "$6$rounds=200000$abcdefgh$" + String(repeating: "x", count: 86)
            let yaml = Self.good.replacingOccurrences(of: Self.hash, with: hash)
            let file = try StaffFile(yaml: yaml, pool: pool)
            let begin = ContinuousClock.now
            await #expect(throws: SignInError.refused) { try await file.signIn("ingen", "annan") }
            #expect(ContinuousClock.now - begin > .milliseconds(20))
        }
    }

    @Test("Every mistake is reported at once, with its line and without the hash")
    func allAtOnce() async throws {
        let yaml = """
            staff:
              - user: nina
                name: Nina
                hash: plaintext-secret
                roles: [agent, boss]
              - user: NINA
                name: ""
                roles: []
                quues: []
              - anna
              - user: olle
                name: Olle
                hash: "$1$abc$oldoldoldoldoldoldoldold"
                roles: agent
                queues: [[x]]
            extra: 1

            """
        try await withThreads { pool, _ in
            let error = #expect(throws: StaffFileProblems.self) {
                try StaffFile(yaml: yaml, pool: pool)
            }
            let text = try #require(error).description
            for part in [
                "extra is not known here", "line 4: hash wants", "line 5: role boss is not known",
                "line 6: user NINA is there already, on line 2", "line 7: name wants a text",
                "line 6: hash is missing", "line 8: roles wants at least one",
                "line 9: quues is not known", "line 10: an account wants", "line 13: hash wants",
                "line 14: roles wants a list", "line 15: queues wants texts",
            ] {
                #expect(text.contains(part), "\(text)")
            }
            #expect(!text.contains("secret"))
            #expect(!text.contains("oldold"))
        }
    }

    /// Each is of "password1" and whole, and ``Password/matches(hash:)`` would take none.
    @Test(
        "A hash that could let nobody in is a mistake",
        arguments: [
            "$5$saltsalt$2us1xbrCZGrdTmHgjyu9vWfVWqziwNS9p8dNhFe2IpD",
            "$1$abcdefgh$tofDR1wBNbKhWudE9h5HJ1",
        ]
    )
    func weakHash(hash: String) async throws {
        try await withThreads { pool, _ in
            let error = #expect(throws: StaffFileProblems.self) {
                try StaffFile(
                    yaml: Self.good.replacingOccurrences(of: Self.hash, with: hash),
                    pool: pool
                )
            }
            #expect(error?.description.contains("line 5: hash wants") == true)
        }
    }

    @Test(
        "What is no list of accounts is said to be none, without repeating it",
        arguments: [
            "", "staff:", "staff: hemligt", "- hemligt", "stuff: []", "staff: [hemligt",
            "staff:\n  - user: a\n    user: hemligt\n", "\tstaff: hemligt", "hemligt",
        ]
    )
    func noList(yaml: String) async throws {
        try await withThreads { pool, _ in
            let error = #expect(throws: StaffFileProblems.self) {
                try StaffFile(yaml: yaml, pool: pool)
            }
            let text = try #require(error).description
            #expect(!text.contains("hemligt"))
        }
    }

    @Test("A file without accounts lets nobody in")
    func empty() async throws {
        try await withThreads { pool, _ in
            let file = try StaffFile(yaml: "staff: []", pool: pool)
            #expect(!file.knows("nina"))
            await #expect(throws: SignInError.refused) { try await file.signIn("nina", "x") }
        }
    }

    @Test(
        "A file that everybody may read brings a warning",
        arguments: [(0o640, false), (0o644, true)]
    )
    func mode(mode: Int, isWarned: Bool) async throws {
        let folder = try TemporaryFolder("staff")
        let path = try folder.write(Self.good, to: "staff.yaml", mode: mode)
        try await withThreads { pool, log in
            let file = try StaffFile(path: path, pool: pool, logger: log.logger)
            #expect(file.knows("olle") && file.knows("nina") && !file.knows("anna"))
            #expect(log.text.contains("warning staff file is open to everybody") == isWarned)
        }
    }

    @Test("A file that is missing, too large or not text is said to be so")
    func unreadable() async throws {
        let folder = try TemporaryFolder("staff")
        let filler = "# " + String(repeating: "x", count: StaffFile.fileBytesMax)
        let large = Self.good + filler.prefix(StaffFile.fileBytesMax - Self.good.utf8.count)
        let largest = try folder.write(large, to: "largest.yaml")
        let over = try folder.write(large + "x", to: "over.yaml")
        let binary = folder.path("binary.yaml")
        try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: binary))
        try await withThreads { pool, log in
            _ = try StaffFile(path: largest, pool: pool, logger: log.logger)
            for (path, words) in [
                ("/nowhere/staff.yaml", "cannot be read"), (over, "is over"), (binary, "not UTF-8"),
            ] {
                let error = #expect(throws: StaffFileProblems.self) {
                    try StaffFile(path: path, pool: pool, logger: log.logger)
                }
                #expect(try #require(error).description.contains(words))
            }
        }
    }
}
