import Desk
import DeskAPI
import DeskTesting
import Directory
import Foundation
import Storage
import Testing

@testable import HelpdeskDaemon

@Suite("The language of what an operator reads")
struct OperatorLanguageTests {
    private static let known = SwedishOutput.translation.table

    @Test("has a Swedish text for every one of the doctor, the health checks and the commands")
    func everyText() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Doctor") {
            texts.formUnion(source.texts)
        }
        let health = [".well(", ".degraded(", ".failing(", "return "]
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Metrics")
        where source.path.hasSuffix("/Observation.swift") {
            texts.formUnion(health.flatMap { source.texts(inCallsOf: $0) })
        }
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Commands") {
            texts.formUnion(
                [".say(", ".sayError("].flatMap { source.texts(inCallsOf: "Terminal\($0)") }
            )
        }
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon")
        where source.path.hasSuffix("/KnowledgeBaseFolder.swift") {
            texts.formUnion(source.texts(inCallsOf: "Terminal.sayError("))
        }
        #expect(texts.count > 180)
        #expect(texts.subtracting(Self.known.keys).subtracting(Self.notSaid).sorted() == [])
    }

    @Test("is spoken by all that commands complain of")
    func noOther() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon")
        where !source.path.contains("/Demo/") {
            texts.formUnion(source.texts(inCallsOf: "Terminal.printError("))
        }
        // What follows is in the language already.
        #expect(texts == ["helpdeskd: "])
    }

    @Test("is spoken of stores, backups, the directory and whatever else a command may meet")
    func mistakes() {
        let backups: [BackupError] = [
            .notThere("/a"), .exists("/a"), .notAStore("/a", why: "it is no SQLite file"),
            .notAStore("/a", why: "it has no table tickets"),
            .notAStore("/a", why: "it carries no version"),
            .damaged("/a", why: "it has 10 octets of 20: it was cut off"),
            .damaged("/a", why: "3 rows belong to rows that are gone"),
            .newer("/a", version: 99, known: 40), .inUse("/a is busy: database is locked (5)"),
            .inUse("/a is being written by somebody else"),
            .noRoom(folder: "/", wantedBytes: 20, freeBytes: 10),
        ]
        let directory: [DirectoryError] = [
            .malformedUsername, .noSuchUser, .severalEntries, .noUsername, .noRole(id: "anna"),
            .unavailable(cause: "ldap1"),
        ]
        let desk: [DeskError] = [
            .notFound, .notPermitted, .unavailable(cause: "disk I/O error"),
            .wrongState(detail: "the target is not empty: it has tickets"),
        ]
        let met = backups as [any Error] + directory as [any Error] + desk as [any Error]
        let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
        for error in met {
            let english = SystemExit.words(for: error)
            #expect(swedish.text(english) != english)
        }
        // What is filled in may be a sentence of its own.
        #expect(
            swedish.text(
                "the store sqlite:/a cannot be used: the store /a is open in a daemon or a command"
            )
                == "databasen sqlite:/a går inte att använda: databasen /a är öppen i en demon "
                + "eller ett kommando"
        )
        #expect(
            swedish.text("there is no letter of that name") == "det finns inget brev med det namnet"
        )
        let cut = BackupError.damaged("cut.sqlite", why: "it has 10 octets of 20: it was cut off")
        #expect(
            swedish.text("\(cut)")
                == "cut.sqlite är skadad: den har 10 av 20 oktetter: den är avklippt"
        )
        #expect(
            swedish.text("the store sqlite:/a cannot be used: a daemon serves from the store")
                == "databasen sqlite:/a går inte att använda: en demon använder databasen"
        )
        let away = SystemExit.words(for: DeskError.unavailable(cause: "the store is gone"))
        #expect(swedish.text(away).hasSuffix("Ge samma kommando igen för att fortsätta."))
    }

    /// Parts of texts, each of which stands in its own with the rest.
    private static let notSaid: Set = [
        "{} ends on {}, {} {} days", "in only", "{}, in {}", "{}: {} tickets, {}",
        "{}: 1 ticket, {}",
        "{}, or unix:/PATH", "{}: PostgreSQL {}, {}", "the database takes {} MiB{}",
        "store.listen-url: {}", "helpdeskd: ", "{}  {}  {}  {}  {}",
    ]

    @Test("has one for everything that is wanted of a key")
    func everyMistake() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon")
        where source.path.contains("/Configuration/") || source.path.contains("/Webhooks/") {
            texts.formUnion(
                ["note(", "existingFile(", "ConfigurationProblem("].flatMap {
                    source.texts(inCallsOf: $0)
                }
            )
            texts.formUnion(source.texts.filter { $0.hasPrefix("must ") })
        }
        #expect(texts.count > 60)
        #expect(texts.subtracting(Self.known.keys).subtracting(Self.notSaid).sorted() == [])
    }

    @Test("has one for every mistake in the directory's keys, and in a file of destinations")
    func everyFile() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/Directory")
        where source.path.hasSuffix("/DirectoryPlan.swift") {
            texts.formUnion(source.texts(inCallsOf: "object("))
        }
        #expect(texts.count > 15)
        for source in try SwiftSource.all(below: "Sources/Switchboard")
        where ["/DestinationFile.swift", "/DestinationImport.swift"]
            .contains(where: source.path.hasSuffix)
        {
            for opener in ["note(", "mistake(", "wanted = ", "Mistake("] {
                texts.formUnion(source.texts(inCallsOf: opener))
            }
        }
        for source in try SwiftSource.all(below: "Sources/HelpdeskDaemon/Configuration") {
            for opener in ["doubt(", "found = "] {
                texts.formUnion(source.texts(inCallsOf: opener))
            }
        }
        #expect(texts.subtracting(Self.known.keys).sorted() == [])
    }

    @Test("has one for what is odd about a mail, wrong with the chain or doubtful of destinations")
    func everyFinding() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/MailProtocols/MIME") {
            for opener in [
                "note(", "exceed(", "stop(", "exceeded.append(", "problem = ", "problem: ",
                "problems.append(",
            ] {
                texts.formUnion(source.texts(inCallsOf: opener))
            }
        }
        #expect(texts.count > 20)
        for source in try SwiftSource.all(below: "Sources/MailGateway")
        where source.path.hasSuffix("/MailInHand.swift") {
            texts.formUnion(source.texts)
        }
        for folder in ["Sources/Storage/Chain", "Sources/Desk/Destinations"] {
            for source in try SwiftSource.all(below: folder)
            where ["/ChainReport.swift", "/DestinationDirectory+Doubts.swift"]
                .contains(where: source.path.hasSuffix)
            {
                texts.formUnion(source.texts)
            }
        }
        #expect(texts.count > 38)
        let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
        // What stands in the place of a name is told where that is.
        texts.subtract(SwedishOutput.oddWords.keys)
        #expect(texts.filter { swedish.text($0) == $0 }.sorted() == [])
        #expect(
            swedish.text("odd: text says no charset and is utf-8")
                == "udda: texten säger sig vara utan teckenkodning och är utf-8"
        )
    }

    @Test("is spoken of who somebody is to the directory, and leaves what that says as it is")
    func account() {
        let account = DirectoryAccount(
            dn: "cn=all",
            identity: StaffIdentity(id: "in", name: "none", roles: [.agent], queues: ["by"]),
            groups: ["cn=groups"],
            grants: [RoleGrant(role: .agent, path: ["cn=in", "cn=by"])],
            limit: .count,
            queuesLeftOut: 2
        )
        let words = SwedishOutput.account(for: ["LANG": "sv_SE.UTF-8"])
        #expect(
            account.told { words.text($0) } == """
                DN:        cn=all
                användare: in
                namn:      none
                e-post:    –
                telefon:   –
                köer:      by … och 2 fler än en person har här
                roller:    agent
                           agent genom cn=in i cn=by
                grupper:
                  cn=groups
                  … och fler än som läses (directory.groups-max)
                """
        )
        let nobody = DirectoryAccount(
            dn: "cn=x",
            identity: StaffIdentity(id: "x", name: "X", roles: [], queues: []),
            groups: []
        )
        let text = nobody.told { words.text($0) }
        #expect(text.contains("köer:      alla\nroller:    inga; kan inte logga in\ngrupper: inga"))
        #expect(nobody.description.contains("roles:  none; cannot log in\ngroups: none"))
        #expect(SwedishOutput.account(for: ["LANG": "C"]).text("name") == "name")
    }

    @Test("has one for everything that may be wrong with a template of letters")
    func everyTemplate() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/Desk/Letters") {
            for opener in ["LetterTemplateProblem(", "return \"{{", ".map { ($0, "] {
                texts.formUnion(source.texts(inCallsOf: opener))
            }
        }
        #expect(texts.count > 5)
        #expect(texts.subtracting(Self.known.keys).sorted() == [])
    }

    @Test("has one for every step of a mail")
    func everyStep() throws {
        let swedish = MailSteps.swedish
        let steps: [(MailStep, [String])] = [
            (.placement, HoldReason.allCases.map { "quarantine: \($0.rawValue)" }),
            (.answer, Brake.Reason.allCases.map { "none: automatic mail stops, \($0.rawValue)" }),
            (
                .sender,
                SenderStanding.allCases.flatMap { [$0.rawValue, "\($0.rawValue) dkim=pass"] }
            ),
            (.report, DeliveryReport.Action.allCases.map { "\($0.rawValue) 5.1.1" }),
        ]
        for (step, outcomes) in steps {
            for outcome in outcomes {
                let line = MailVerdict(step, outcome).description
                let words = swedish.text(line)
                #expect(words != line)
                #expect(words.firstMatch(of: /none|quarantine|_|more letters|placement/) == nil)
            }
        }
        // Whatever the sources say beside those: the words are there, in some line.
        let known = swedish.table.keys
        for source in try SwiftSource.all(below: "Sources/MailGateway")
        where source.path.hasSuffix("/MailFilter.swift") {
            for text in source.texts(inCallsOf: "return \"") {
                #expect(known.contains { $0.hasSuffix(": \(text)") }, "\(text)")
            }
        }
        for source in try SwiftSource.all(below: "Sources/Desk") {
            for opener in ["return .none(", "?? .none("] {
                for text in source.texts(inCallsOf: opener) where text != "none: " {
                    #expect(known.contains(text), "\(text)")
                }
            }
            for text in source.texts where text.hasPrefix("none: ") {
                let reason = String(text.dropFirst("none: ".count))
                #expect(["", "{}"].contains(reason) || known.contains(reason), "\(text)")
            }
        }
    }

    @Test("has one for everything that may be wrong with an article")
    func everyArticle() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/KnowledgeBase")
        where ["ArticleReview.swift", "Article+Source.swift", "FrontMatter.swift"]
            .contains(where: { source.path.hasSuffix("/\($0)") })
        {
            for opener in ["append(", "report(", "found(["] {
                texts.formUnion(source.texts(inCallsOf: opener))
            }
        }
        #expect(texts.count > 12)
        let known = SwedishOutput.articleTranslation.table
        #expect(texts.subtracting(known.keys).sorted() == [])
        for (english, swedish) in known {
            #expect(english.ranges(of: "{}").count == swedish.ranges(of: "{}").count)
        }
    }

    @Test("has one for every mistake in a rule or in opening hours")
    func everyRule() throws {
        var texts: Set<String> = []
        for source in try SwiftSource.all(below: "Sources/Desk")
        where ["/OpeningHours+Text.swift", "/ClockRules.swift", "/TriageRules.swift"]
            .contains(where: source.path.hasSuffix)
        {
            texts.formUnion(source.texts.filter { $0.contains("must ") || $0.hasPrefix("has ") })
        }
        #expect(texts.count > 8)
        #expect(texts.subtracting(Self.known.keys).sorted() == [])
    }

    @Test("has as much to fill in, in both languages")
    func placeholders() {
        for (english, swedish) in Self.known {
            #expect(
                english.ranges(of: "{}").count == swedish.ranges(of: "{}").count,
                "\(english)"
            )
            #expect(english != swedish, "\(english)")
        }
    }

    @Test("is the locale's, with what is filled in told in it as well")
    func told() {
        let swedish = SwedishOutput.translation(for: ["LANG": "sv_SE.UTF-8"])
        let known = [
            (
                "12 MiB are free on the store's disk, less than health.disk-free-bytes-min: "
                    + "/readyz says unavailable",
                "12 MiB är lediga på databasens disk, mindre än health.disk-free-bytes-min: "
                    + "/readyz säger unavailable"
            ),
            (
                "the certificate of ldap1 ends on 2026-12-01, in only 3 days",
                "certifikatet för ldap1 går ut 2026-12-01, om bara 3 dagar"
            ),
            (
                "question, 30 days: 5 tickets erased; held: #1 #2 and 3 more",
                "question, 30 dagar: 5 ärenden raderade; behålls: #1 #2 och 3 till"
            ),
            (
                "0a  #7  failed  attempts 3  due 2026-11-28T12:00:00Z  550 no such user",
                "0a  #7  gick inte att leverera  försök 3  nästa 2026-11-28T12:00:00Z  550 no such "
                    + "user"
            ),
            (
                "0a  bus  revoked 2026-11-28T12:00:00Z  never used  tickets:read",
                "0a  bus  återkallad 2026-11-28T12:00:00Z  aldrig använd  tickets:read"
            ),
            ("a  made 2026-11-28T12:00:00Z  signs", "a  skapad 2026-11-28T12:00:00Z  signerar"),
            (
                "/a: version 40, 1 attachments, 2 events, 3 mails, 4 messages, 5 tickets",
                "/a: version 40, 1 bilagor, 2 händelser, 3 mejl, 4 meddelanden, 5 ärenden"
            ),
            ("anna: as before", "anna: som förut"), ("call\tbyg\tBygglov", "ring\tbyg\tBygglov"),
            (
                "the mail server smtp://localhost:25 as nobody, TLS optional",
                "e-postservern smtp://localhost:25 utan inloggning, TLS om servern erbjuder det"
            ),
            ("the unit helpdeskd.service is inactive", "enheten helpdeskd.service är inactive"),
        ]
        for (english, words) in known {
            #expect(swedish.text(english) == words)
            #expect(SwedishOutput.translation(for: ["LANG": "C"]).text(english) == english)
        }
        let problem = ConfigurationProblem(
            key: "http.listen",
            value: "must be true or false",
            wanted: "must be a number from 1 to 9"
        )
        #expect(
            problem.told(in: swedish)
                == "http.listen: «must be true or false» – måste vara ett tal från 1 till 9"
        )
    }
}
