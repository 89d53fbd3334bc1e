import Foundation

/// Some series over the same time, one above the other, as an SVG file.
struct Chart: Sendable {
    /// One panel.
    struct Panel: Sendable {
        var title: String
        var unit: String
        var values: [(at: Duration, value: Double)]
    }

    let title: String
    let panels: [Panel]

    private static let width = 900.0
    private static let left = 70.0
    private static let top = 50.0
    private static let panelHeight = 130.0
    private static let plotHeight = 85.0

    /// Writes the file.
    func write(to path: String) throws {
        try Data(svg.utf8).write(to: URL(filePath: path))
    }

    private var svg: String {
        let height = Self.top + Double(panels.count) * Self.panelHeight + 20
        let drawn = panels.enumerated().map {
            draw($1, at: Self.top + Double($0) * Self.panelHeight)
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(Self.width))" \
            height="\(Int(height))" font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="white"/>
            <text x="\(Self.left)" y="25" font-size="15">\(Self.escaped(title))</text>
            \(drawn.joined(separator: "\n"))
            </svg>

            """
    }

    private func draw(_ panel: Panel, at y: Double) -> String {
        let values = panel.values.map(\.value)
        let highest = max(values.max() ?? 0, 1e-9)
        let end = max((panel.values.last?.at ?? .zero) / .seconds(60), 1e-9)
        let bottom = y + 20 + Self.plotHeight
        let plotWidth = Self.width - Self.left - 20
        let points = panel.values.map { sample in
            let x = Self.left + sample.at / .seconds(60) / end * plotWidth
            let height = sample.value / highest * Self.plotHeight
            return String(format: "%.1f,%.1f", x, bottom - height)
        }
        let right = Self.left + plotWidth
        return """
            <text x="\(Self.left)" y="\(y + 12)">\(Self.escaped(panel.title))</text>
            <path d="M\(Self.left),\(y + 20) V\(bottom) H\(right)" fill="none" stroke="#888"/>
            <text x="\(Self.left - 6)" y="\(y + 26)" text-anchor="end">\
            \(Self.figure(highest)) \(panel.unit)</text>
            <text x="\(Self.left - 6)" y="\(bottom)" text-anchor="end">0</text>
            <text x="\(right)" y="\(bottom + 14)" text-anchor="end">\
            \(String(format: "%.1f", end)) min</text>
            <polyline points="\(points.joined(separator: " "))" fill="none" stroke="#0b62a4"/>
            """
    }

    private static func figure(_ value: Double) -> String {
        value >= 100 ? String(format: "%.0f", value) : String(format: "%.2f", value)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}
