//! What XMP packets say.

fn document(packet: &str) -> Option<roxmltree::Document<'_>> {
    roxmltree::Document::parse(packet.trim_matches('\u{feff}').trim_end_matches('\0')).ok()
}

/// The value of a simple property, written as an attribute or as an element.
pub fn property(packet: &str, namespace: &str, name: &str) -> Option<String> {
    document(packet)?.descendants().find_map(|node| {
        if node.has_tag_name((namespace, name)) {
            return node.text().map(str::to_owned);
        }
        node.attribute((namespace, name)).map(str::to_owned)
    })
}

/// The members of a list of Dublin Core, "creator" or "rights", with semicolons between them.
pub fn dublin_core(packet: &str, name: &str) -> Option<String> {
    const DC: &str = "http://purl.org/dc/elements/1.1/";
    let document = document(packet)?;
    let node = document
        .descendants()
        .find(|node| node.has_tag_name((DC, name)))?;
    let texts = node
        .descendants()
        .filter_map(|node| node.text().map(str::trim));
    let mut members: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    members.dedup();
    (!members.is_empty()).then(|| members.join("; "))
}
