/// What the tickets and calls of one telephone number are found by.
///
/// A citizen's number is kept as it was said; this is the same for `08-465 00 400`,
/// `+46 (0)8 465 00 400` and `004684650 0400`. A number without a country is read as Swedish.
public enum TelephoneKey {
    /// Digits of a shorter number name no citizen: an extension, 112, a slip.
    public static let digitsMin = 7
    /// E.164 §6.2.1.
    public static let digitsMax = 15

    /// What a number is looked up by where every number must be found: its ``key(of:)``, or the number
    /// as it was said where it has none, such as an extension.
    public static func findable(_ number: String) -> String { key(of: number) ?? number }

    /// The digits with the country's first; nil when it is no number of a citizen's.
    ///
    /// The user of a SIP or tel URI is read like a number, without its parameters (RFC 3261 §19.1.6):
    /// `+46701740605;cpc=ordinary` is a number as it is told without its URI.
    public static func key(of text: String?) -> String? {
        guard var rest = text.map({ Substring($0) }) else { return nil }
        for scheme in ["sips:", "sip:", "tel:"] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count).prefix { $0 != "@" }
        }
        rest = rest.prefix { $0 != ";" }
        let isInternational = rest.first { !$0.isWhitespace } == "+"
        let spaces: Set<Unicode.Scalar> = [" ", "\u{a0}", "-", ".", "/", "(", ")", "+"]
        var digits = ""
        for scalar in rest.replacing("(0)", with: "").unicodeScalars where !spaces.contains(scalar)
        {
            guard ("0"..."9").contains(scalar) else { return nil }
            digits.unicodeScalars.append(scalar)
        }
        if !isInternational {
            if digits.hasPrefix("00") {
                digits.removeFirst(2)
            } else if digits.hasPrefix("0") {
                digits = "46" + digits.dropFirst()
            }
        }
        return (digitsMin...digitsMax).contains(digits.utf8.count) ? digits : nil
    }
}
