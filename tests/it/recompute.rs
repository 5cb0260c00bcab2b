//! From the command line to the figure and the data package, and back by other code: pandas counts T4 anew.

use std::path::Path;
use std::process::Command;

fn para11(data: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_para11"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {error}");
}

#[test]
fn figure_t4_counted_anew_from_the_package_agrees_in_every_cell() {
    let Some(python) = std::env::var_os("PARA11_TEST_PYTHON") else {
        eprintln!("skipped: PARA11_TEST_PYTHON names no Python with pandas; tests/run sets it");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let zip = folder.path().join("full.zip");
    let figures = folder.path().join("figures");
    let opens = [
        "--opens",
        "2026-01-15",
        "--closes",
        "2026-09-30",
        "--sample",
    ];
    para11(
        &data,
        &[
            &["round", "create", "trial", "--form", "para11"],
            opens.as_slice(),
        ]
        .concat(),
    );
    para11(
        &data,
        &["sample", "replies", "--count", "84", "--seed", "1"],
    );
    para11(
        &data,
        &["dump", "--variant", "full", "--out", zip.to_str().unwrap()],
    );
    para11(
        &data,
        &[
            "chart",
            "draw",
            "T4",
            "--format",
            "csv",
            "--out",
            figures.to_str().unwrap(),
        ],
    );
    let mut drawn = std::fs::read_dir(&figures).unwrap();
    let csv = drawn.next().unwrap().unwrap().path();
    assert!(drawn.next().is_none());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recompute_t4.py");
    let done = Command::new(python)
        .arg(script)
        .arg(&zip)
        .arg(&csv)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}");
    assert!(
        done.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
}
