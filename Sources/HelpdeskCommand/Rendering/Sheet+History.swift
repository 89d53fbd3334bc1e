import DeskAPI

extension Sheet {
    /// What happened, with its particulars in the reader's words and at the reader's hour.
    static func described(_ fact: HistoryBody, for reader: Reader) -> String {
        let word = reader.word(Vocabulary.events, fact.kind)
        let details = details(of: fact, for: reader)
        return details.isEmpty ? word : word + ": " + details.joined(separator: ", ")
    }

    private static func details(of fact: HistoryBody, for reader: Reader) -> [String] {
        // What ties a fact to words that stand elsewhere tells nobody anything.
        var all = fact.details.filter { !$0.key.hasSuffix("_sha256") && $0.key != "message" }
        var first: [String] = []
        if let question = all["question"], let answer = all["answer"] {
            first = [said(answer, to: question, for: reader)]
            all["question"] = nil
            all["answer"] = nil
        }
        return first
            + all.sorted { $0.key < $1.key }.compactMap { key, value in
                if let name = key.stem(before: "_to"), all[name + "_from"] != nil { return nil }
                if let name = key.stem(before: "_from"), let new = all[name + "_to"] {
                    let change = [value, new].map { told($0, as: name, for: reader) }
                    return label(name, for: reader) + " " + change.joined(separator: " → ")
                }
                return label(key, for: reader) + " " + told(value, as: key, for: reader)
            }
    }

    /// What a citizen said to one of our questions.
    private static func said(
        _ answer: String,
        to question: String,
        for reader: Reader
    ) -> String {
        switch (question, answer) {
        case ("solution", "1"): reader.say("det är löst", "it is solved")
        case ("solution", "0"): reader.say("det är inte löst", "it is not solved")
        case ("satisfaction", _): reader.say("betyget \(answer) av 5", "\(answer) of 5")
        default: "\(question) \(answer)"
        }
    }

    private static func label(_ key: String, for reader: Reader) -> String {
        reader.word(Vocabulary.details, key)
    }

    /// A value: one of the API's words, several of them, or what nobody has words for.
    private static func told(_ value: String, as key: String, for reader: Reader) -> String {
        let words = Vocabulary.words(ofDetail: key)
        if words[value] != nil { return reader.word(words, value) }
        return value.split(separator: " ", omittingEmptySubsequences: false)
            .map { part in
                if let moment = Timestamp(String(part)) { return reader.moment(moment, .full) }
                let word = part.hasSuffix(",") ? part.dropLast() : part
                return reader.word(words, String(word)) + part.dropFirst(word.count)
            }
            .joined(separator: " ")
    }
}

extension String {
    /// What stands before an ending; nil when it ends otherwise, or is nothing else.
    fileprivate func stem(before ending: String) -> String? {
        hasSuffix(ending) && count > ending.count ? String(dropLast(ending.count)) : nil
    }
}
