public import Foundation

extension CityTime {
    /// A moment as W3C's note on dates and times writes it, which must say its offset from UTC:
    /// `1994-11-05T08:15:30-05:00`, `1994-11-05T13:15:30Z`, seconds and their fractions or none.
    ///
    /// In a query a `+` that was not escaped has become a space; nothing else can be meant.
    ///
    /// - Returns: nil for anything else.
    public static func w3(_ text: String) -> Date? {
        let pattern =
            #/(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|[-+ ]\d{2}:\d{2})/#
        guard text.utf8.count <= 40, let found = text.wholeMatch(of: pattern),
            found.2 != nil || found.3 == nil
        else { return nil }
        let offset = found.4.replacing(" ", with: "+")
        let whole = "\(found.1)\(found.2 ?? ":00")\(offset)"
        do {
            let moment = try Date.ISO8601FormatStyle().parse(whole)
            return moment + (found.3.flatMap { Double("0\($0)") } ?? 0)
        } catch {
            return nil
        }
    }
}
