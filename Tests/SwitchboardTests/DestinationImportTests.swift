import Desk
import Testing

@testable import Switchboard

@Suite("Destinations from another directory")
struct DestinationImportTests {
    private static let mapping = DestinationImport(
        attributes: [
            .id: "ou", .name: "description", .number: "telephoneNumber",
            .topics: "businessCategory",
            .overflow: "seeAlso",
        ],
        kind: "board"
    )
    private typealias Entry = (name: String, values: [String: [String]])

    private static func entry(_ unit: String, _ more: [String: [String]] = [:]) -> Entry {
        let values = [
            "ou": [unit], "description": ["\(unit)s namn"], "telephonenumber": ["08-465 004 10"],
        ]
        return ("ou=\(unit),dc=example,dc=org", values.merging(more) { $1 })
    }

    @Test("are what the mapping makes of the entries, the same file for the same entries")
    func mapping() throws {
        let entries = [
            Self.entry(
                "Vägar",
                ["businesscategory": ["snö", "gatlampor"], "seealso": ["Växeln"]]
            ),
            Self.entry("Växeln"),
        ]
        let outcome = try Self.mapping.carryOut(entries, before: nil)
        #expect(outcome.added == ["vagar", "vaxeln"])
        #expect(outcome.count == 2)
        let again = try Self.mapping.carryOut(entries.reversed(), before: outcome.text)
        #expect(again.isSame)
        #expect(again.text == outcome.text)
        let directory = try DestinationFile.read("destinations: []", and: outcome.text)
        let roads = try #require(directory["vagar"])
        #expect(roads.name == "Vägars namn")
        #expect(roads.kind == .board)
        #expect(roads.number == "+46846500410")
        #expect(roads.topics == ["gatlampor", "snö"])
        #expect(roads.calendar.overflow == "vaxeln")
    }

    @Test("say what is new, what is gone and what is different")
    func differences() throws {
        let before = try Self.mapping.carryOut(
            [Self.entry("a"), Self.entry("b"), Self.entry("c")],
            before: nil
        )
        let after = try Self.mapping.carryOut(
            [
                Self.entry("b", ["description": ["Annat"], "telephonenumber": ["08-1"]]),
                Self.entry("c"), Self.entry("d"),
            ],
            before: before.text
        )
        #expect(after.added == ["d"])
        #expect(after.removed == ["a"])
        #expect(
            after.changed == ["b\tname: bs namn → Annat, number: 08-465 004 10 → 08-1"]
        )
    }

    @Test("are refused whole when an entry lacks what it needs, or the check does not like them")
    func mistakes() throws {
        let nameless = Self.entry("a", ["description": []])
        let refused = #expect(throws: DestinationFile.Mistakes.self) {
            try Self.mapping.carryOut([nameless, Self.entry("b")], before: nil)
        }
        #expect(
            refused?.description == "ou=a,dc=example,dc=org: needs ou and description"
        )
        let own = "destinations: [{id: a, name: A, number: \"08-465 004 10\"}]"
        let twice = try Self.mapping.carryOut([Self.entry("A")], before: nil)
        let same = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(own, and: twice.text)
        }
        #expect(same?.mistakes.first?.place == "imported[0].id")
        let chained = try Self.mapping.carryOut(
            [Self.entry("b", ["seealso": ["nobody"]])],
            before: nil
        )
        let broken = #expect(throws: DestinationFile.Mistakes.self) {
            try DestinationFile.read(own, and: chained.text)
        }
        #expect(broken?.mistakes.first?.place == "imported[0].overflow")
    }

    @Test(
        "have ids that can be typed",
        arguments: [
            ("Bygglov, Hägersten", "bygglov-hagersten"), ("Gator & Vägar", "gator-vagar"),
            ("  ÖSTERMALM ", "ostermalm"), ("4711", "4711"), ("—", ""), ("İstanbul", "stanbul"),
        ]
    )
    func identifiers(text: String, id: String) {
        #expect(DestinationImport.identifier(text) == id)
    }
}
