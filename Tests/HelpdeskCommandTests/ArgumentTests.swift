import ArgumentParser
import Testing

@testable import HelpdeskCommand

@Suite("The command line")
struct ArgumentTests {
    @Test("knows every verb, and each has help and --json")
    func verbs() async throws {
        let verbs = [
            "login", "logout", "whoami", "tickets", "show", "new", "reply", "note", "edit",
            "assign",
            "resolve", "reopen", "history", "attachment", "ask", "articles", "article",
            "destinations", "handoff", "handoffs list", "handoffs show", "handoffs outcome",
        ]
        try await ClerkMachine.with { place in
            for verb in verbs {
                let words = verb.split(separator: " ").map(String.init)
                let outcome = try await place.run(words + ["--help"])
                #expect(outcome.code == 0)
                #expect(outcome.output.contains("USAGE: helpdesk \(verb)"))
                #expect(outcome.output.contains("--json"))
                #expect(outcome.errors.isEmpty)
            }
        }
    }

    /// Every word that is shown for a value, and the value.
    private static func spoken<Option: SpokenOption>(_ type: Option.Type) -> [String: Set<String>] {
        var meanings: [String: Set<String>] = [:]
        for value in Option.allCases {
            let phrase = Option.words[value.rawValue]
            let shown = [value.rawValue, phrase?.swedish, phrase?.english].compactMap(\.self)
            for word in shown {
                // As typed, in capitals, and joined where it has several words.
                for typed in [word, word.uppercased(), word.replacing(" ", with: "-")] {
                    let meant = Option(argument: typed)?.rawValue ?? "nothing"
                    meanings["\(Option.self) \(value.rawValue)", default: []].insert(meant)
                }
            }
            if phrase == nil { meanings["\(Option.self) \(value.rawValue)", default: []] = [] }
        }
        return meanings
    }

    @Test("takes the words that lists show where it takes the API's, and each means one thing")
    func spokenOptions() {
        let all = [
            Self.spoken(TicketStateOption.self), Self.spoken(ChannelOption.self),
            Self.spoken(KindOption.self), Self.spoken(CategoryOption.self),
            Self.spoken(PriorityOption.self), Self.spoken(OutcomeOption.self),
            Self.spoken(CallStateOption.self), Self.spoken(IncidentStateOption.self),
            Self.spoken(HandoffOutcomeOption.self), Self.spoken(HandoffStateOption.self),
            Self.spoken(RelationOption.self),
            Self.spoken(DisclosureOption.self), Self.spoken(VerdictOption.self),
        ]
        for (value, meant) in all.flatMap(\.self) {
            #expect(meant == [String(value.split(separator: " ")[1])])
        }
        #expect(TicketStateOption(argument: "väntar") == .waiting)
        #expect(VerdictOption(argument: "rätt") == .right)
        #expect(TicketStateOption(argument: "vänta") == nil)
    }

    @Test("is completed in every shell, and dumped for the manual")
    func completions() async throws {
        try await ClerkMachine.with { place in
            for shell in ["bash", "zsh", "fish"] {
                let outcome = try await place.run("--generate-completion-script", shell)
                #expect(outcome.code == 0)
                #expect(outcome.output.contains("handoffs"))
            }
            #expect(try await place.run("--experimental-dump-help").code == 0)
            #expect(try await place.run().output.contains("USAGE: helpdesk"))
            #expect(try await place.run("handoffs", "--help").output.contains("outcome"))
        }
    }

    @Test("is described in Swedish while it is completed, all of it", arguments: ["zsh", "fish"])
    func swedishCompletions(shell: String) async throws {
        try await ClerkMachine.with { place in
            let english = try await place.run("completions", shell).output
            var swede = place
            swede.environment["LANG"] = "sv_SE.UTF-8"
            let swedish = try await swede.run("completions", shell).output
            let pairs = zip(english.split(separator: "\n"), swedish.split(separator: "\n"))
            let described = pairs.filter { line, _ in
                line.contains(" -d '") || line.contains(/^ +'[a-z-]+:[A-Z]/)
                    || line.contains(/^ +'[^ ]+\[[A-Z]/)
            }
            #expect(described.count > 200)
            let same = described.filter { $0 == $1 }.map { String($0.0) }
            #expect(same == [])
            // Nothing else is touched.
            #expect(english.split(separator: "\n").count == swedish.split(separator: "\n").count)
            #expect(swedish.contains("Skriv ut API:ets svar, oförändrat.") || shell == "zsh")
        }
    }

    @Test(
        "is refused with 64 when it makes no sense",
        arguments: [
            ["nonsense"], ["tickets", "--state", "lost"], ["tickets", "--limit", "0"],
            ["tickets", "--limit", "-1"], ["tickets", "--limit", "5", "--all"], ["show"],
            ["access-records", "--limit", "0"], ["change-records", "--limit", "-5"],
            ["webhooks", "deliveries", "w1", "--limit", "0"],
            ["show", "0"], ["show", "-1"], ["show", "abc"], ["show", "1042x"], ["show", "##1"],
            ["show", "+1"], ["show", "9223372036854775808"],
            ["reply", "1", "-m", "a", "-F", "b"], ["assign", "1", "anna", "--nobody"],
            ["assign", "1", ""], ["resolve", "1", "--outcome", "lost"], ["ask"],
            ["ask", "x", "--limit", "0"], ["ask", "x", "--limit", "21"], ["article", ".."],
            ["article", "."], ["article", ""], ["attachment", ".."], ["handoff", "1"],
            ["handoff", "1", "x", "--mode", "loud"], ["handoffs", "outcome", "h1", "fine"],
            ["handoffs", "--state", "lost"], ["handoffs", "1", "--state", "open"],
            ["handoffs", "--limit", "1"], ["handoffs", "--state", "open", "--limit", "0"],
            ["new", "-m", "x", "--article", "a"], ["edit", "1"],
            ["edit", "1", "--subject", ""], ["edit", "1", "--queue", ""],
            ["new", "--subject", "x", "--channel", "pigeon"], ["login", "--nonsense"],
        ]
    )
    func usage(_ arguments: [String]) async throws {
        try await ClerkMachine.with { place in
            let outcome = try await place.run(arguments)
            #expect(outcome.code == 64)
            #expect(outcome.output.isEmpty)
            #expect(!outcome.errors.isEmpty)
        }
    }

    @Test(
        "takes a ticket's number with and without its sign",
        arguments: [("1", 1), ("#1042", 1_042), ("9223372036854775807", Int64.max)]
    )
    func numbers(_ text: String, _ value: Int64) {
        #expect(TicketNumber(argument: text)?.value == value)
    }

    @Test("takes limits up to their edge", arguments: [1, 20])
    func askLimit(_ limit: Int) throws {
        #expect(try AskCommand.parse(["x", "--limit", "\(limit)"]).limit == limit)
    }
}
