import Desk
import DeskAPI

/// Figures and names as people read them.
struct ReportLabels {
    let isSwedish: Bool

    func word(_ name: String) -> String { FigureWords.word(name, isSwedish: isSwedish) }

    func value(_ value: ReportValue, _ unit: ReportColumn.Unit) -> String {
        switch value {
        case .none: "–"
        case .text(let text): word(text)
        case .count(let count): figure(Double(count), unit)
        case .number(let number): figure(number, unit)
        }
    }

    /// A number with its unit; groups of digits are parted by a narrow space that does not break.
    func figure(_ number: Double, _ unit: ReportColumn.Unit) -> String {
        switch unit {
        case .text, .count: grouped(Int(number.rounded()))
        case .share: "\(decimal(number * 100, places: 1)) %"
        case .minutes: "\(grouped(Int(number.rounded()))) min"
        case .seconds: "\(grouped(Int(number.rounded()))) s"
        case .money: decimal(number, places: 2)
        case .grade: decimal(number, places: 2)
        }
    }

    private func decimal(_ number: Double, places: Int) -> String {
        let scale = places == 1 ? 10 : 100
        let scaled = Int((abs(number) * Double(scale)).rounded())
        let rest = String(scaled % scale)
        let padded = String(repeating: "0", count: places - rest.count) + rest
        let point = isSwedish ? "," : "."
        return (number < 0 && scaled > 0 ? "−" : "") + grouped(scaled / scale) + point + padded
    }

    private func grouped(_ number: Int) -> String {
        var digits = Array(String(abs(number)))
        var place = digits.count - 3
        while place > 0 {
            digits.insert("\u{202F}", at: place)
            place -= 3
        }
        return (number < 0 ? "−" : "") + String(digits)
    }
}
