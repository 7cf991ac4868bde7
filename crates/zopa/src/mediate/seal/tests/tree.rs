//! The tree against the test data of Certificate Transparency, and against its own definition.

use super::super::tree::leaf_hash;
use super::super::*;

/// The leaves of the reference tree, and its roots as it grows
/// (github.com/google/certificate-transparency, `merkletree`).
const KNOWN: [(&str, &str); 8] = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
];

fn leaves(n: usize) -> Vec<Hash> {
    (0..n).map(|n| leaf_hash(format!("leaf {n}").as_bytes())).collect()
}

fn other(hash: &Hash) -> Hash {
    let mut other = *hash;
    other[7] ^= 1;
    other
}

/// A list of hashes with one of them altered, one missing, one too many, two swapped.
fn altered(path: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    for at in 0..path.len() {
        let mut one = path.to_vec();
        one[at] = other(&one[at]);
        all.push(one);
        let mut one = path.to_vec();
        one.remove(at);
        all.push(one);
        if at > 0 {
            let mut one = path.to_vec();
            one.swap(at - 1, at);
            all.push(one);
        }
    }
    for extra in path.iter().copied().chain([[0; 32]]) {
        all.push([path, &[extra]].concat());
        all.push([&[extra], path].concat());
    }
    all
}

#[test]
fn the_tree_has_the_published_roots() {
    let mut tree = Tree::default();
    let mut leaves = Vec::new();
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!((hex(&tree.root()), hex(&root_of(&[]))), (empty.into(), empty.into()));
    for (leaf, root) in KNOWN {
        let leaf = leaf_hash(&unhex(leaf).expect("hexadecimal"));
        leaves.push(leaf);
        tree.push(leaf);
        assert_eq!((hex(&tree.root()).as_str(), hex(&root_of(&leaves)).as_str()), (root, root));
    }
    assert_eq!(tree.size(), 8);
}

#[test]
fn the_published_proofs_come_out() {
    let leaves: Vec<Hash> = KNOWN.iter().map(|(leaf, _)| leaf_hash(&unhex(leaf).expect("hexadecimal"))).collect();
    let told = |path: Vec<Hash>| path.iter().map(|hash| hex(hash)).collect::<Vec<_>>();
    // From the same test data: the path of the sixth leaf in the tree of eight, and the step from six leaves to eight.
    let path = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(told(prove_inclusion(&leaves, 5)), path);
    let step = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(told(prove_consistency(&leaves, 6)), step);
}

#[test]
fn the_growing_tree_is_the_tree_of_the_definition() {
    let leaves = leaves(70);
    let mut tree = Tree::default();
    for n in 0..=70 {
        assert_eq!((tree.root(), tree.size()), (root_of(&leaves[..n]), n as u64));
        if let Some(leaf) = leaves.get(n) {
            tree.push(*leaf);
        }
    }
}

#[test]
fn inclusion_proofs_hold_and_altered_ones_do_not() {
    let leaves = leaves(40);
    for n in 1..=40 {
        let root = root_of(&leaves[..n]);
        for index in 0..n {
            let path = prove_inclusion(&leaves[..n], index);
            let holds = |leaf: &Hash, index: usize, size: usize, path: &[Hash], root: &Hash| {
                verify_inclusion(leaf, index as u64, size as u64, path, root)
            };
            let leaf = &leaves[index];
            assert!(holds(leaf, index, n, &path, &root));
            assert!(!holds(&other(leaf), index, n, &path, &root));
            assert!(!holds(leaf, index, n, &path, &other(&root)));
            assert!(!holds(leaf, index, index, &path, &root), "outside the tree");
            for wrong in altered(&path) {
                assert!(!holds(leaf, index, n, &wrong, &root), "{index} of {n}");
            }
            for wrong in (0..=n).filter(|wrong| *wrong != index) {
                assert!(!holds(leaf, wrong, n, &path, &root), "{wrong} for {index} of {n}");
            }
            // A size is signed together with its root, and goes with no other.
            for wrong in (1..=40).filter(|wrong| *wrong != n) {
                assert!(!holds(leaf, index, wrong, &path, &root_of(&leaves[..wrong])), "{wrong} for {n}");
            }
        }
        assert!(prove_inclusion(&leaves[..n], n).is_empty());
    }
}

#[test]
fn consistency_proofs_hold_and_altered_ones_do_not() {
    let leaves = leaves(40);
    let roots: Vec<Hash> = (0..=40).map(|n| root_of(&leaves[..n])).collect();
    let holds = |first: usize, first_root: &Hash, second: usize, second_root: &Hash, proof: &[Hash]| {
        verify_consistency(first as u64, first_root, second as u64, second_root, proof)
    };
    for second in 1..=40 {
        for first in 1..=second {
            let proof = prove_consistency(&leaves[..second], first);
            let (old, new) = (&roots[first], &roots[second]);
            assert!(holds(first, old, second, new, &proof), "{first} to {second}");
            assert!(!holds(first, &other(old), second, new, &proof));
            assert!(!holds(first, old, second, &other(new), &proof));
            for wrong in altered(&proof) {
                assert!(!holds(first, old, second, new, &wrong), "{first} to {second}");
            }
            for wrong in (1..=second).filter(|wrong| *wrong != first) {
                assert!(!holds(wrong, &roots[wrong], second, new, &proof), "{wrong} for {first} to {second}");
            }
            for wrong in (1..=40).filter(|wrong| *wrong != second) {
                assert!(!holds(first, old, wrong, &roots[wrong], &proof), "{first} to {wrong} for {second}");
            }
        }
        assert!(holds(0, &roots[0], second, &roots[second], &[]), "every tree continues the empty one");
        assert!(!holds(0, &roots[0], second, &roots[second], &[[0; 32]]));
    }
}

#[test]
fn hexadecimal_is_read_as_it_is_written() {
    assert_eq!(unhex("00ff10"), Some(vec![0, 255, 16]));
    for wrong in ["0", "0g", "FF", "+1", "0x", " 0", "é"] {
        assert_eq!(unhex(wrong), None, "{wrong}");
    }
}
