//! The questionnaires that come with the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::file::{Folder, belongs};

/// The folder `forms/` as it was when the program was built.
static FORMS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/forms");

/// The questionnaires that come with the program, by the name of their folder.
#[must_use]
pub fn shipped() -> BTreeMap<String, Folder> {
    let forms = FORMS.dirs().filter_map(|dir| {
        let name = dir.path().file_name()?.to_str()?.to_owned();
        let mut folder = Folder::new();
        collect(dir, dir, &mut folder);
        Some((name, folder))
    });
    forms.collect()
}

/// The plan of sample replies that comes with a questionnaire, if one does. It is no part of the questionnaire or its version.
#[must_use]
pub fn sample_plan(form: &str) -> Option<&'static str> {
    FORMS
        .get_file(format!("{form}/sample/plan.toml"))?
        .contents_utf8()
}

fn collect(root: &Dir<'static>, dir: &Dir<'static>, folder: &mut Folder) {
    for file in dir.files() {
        let path = file.path().strip_prefix(root.path()).unwrap_or(file.path());
        let path = path.display().to_string().replace('\\', "/");
        if let Some(text) = file.contents_utf8().filter(|_| belongs(&path)) {
            folder.insert(path, text.to_owned());
        }
    }
    for inner in dir.dirs() {
        collect(root, inner, folder);
    }
}
