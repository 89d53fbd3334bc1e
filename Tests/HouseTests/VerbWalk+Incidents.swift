import DeskTesting
import Foundation
import Testing

extension VerbWalk {
    func meetIncidents() throws {
        let symptom = ["--symptom", "code=RFA8", "--service", "skolval"]
        try see("incident new", anna, ["RFA8"] + symptom, "Störning 1", "bekräftad", "(anna)")
        let notice = ["--sv", "BankID ligger nere.", "--en", "BankID is down."]
        try see("incident confirm", anna, ["1"] + notice, "BankID ligger nere.", "BankID is down.")
        try see("incident link", anna, ["1", "1"], "Ärende 1")
        try see("show", anna, ["1"], "Störning")
        try see("incident unlink", anna, ["1"], "Ärende 1")
        try see("incident link", anna, ["1", "1"], "Ärende 1")
        try see("incident show", anna, ["1"], "#1", "BankID svarar inte")
        try see("incidents", anna, ["--state", "confirmed"], "RFA8", "bekräftad")
        let no: [ClerkConsole.Keys] = [("(j/N)", "n\n")]
        let words = ["1", "-m", "Nu fungerar det igen."]
        try see("incident answer", anna, words, typing: no, code: 130, "Avbrutet.")
        let yes: [ClerkConsole.Keys] = [("(j/N)", "j\n")]
        try see("incident answer", anna, words, typing: yes, "Nu fungerar det igen.", "väntar: 1")
        try see("incident resolve", anna, ["1"], "över")
        try see("incident dismiss", anna, ["1"], code: 65)
        let plan = ["--from", "2h", "--to", "4h", "--service", "skolval", "--sv", "Stängt."]
        try see("maintenance plan", anna, plan, "skolval", "Stängt.")
        try see("maintenance list", anna, [], "skolval")
        try see("maintenance change", anna, ["1", "--to", "6h"], "skolval")
        try see("maintenance cancel", anna, ["1"], "gäller inte längre")
    }
}
